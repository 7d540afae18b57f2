import { intervalMicros, parseInterval, type Interval } from '../../../../shared/market/interval.ts';
import type { Sampling } from '../../../../shared/market/series.ts';
import {
  MICROS_PER_DAY,
  MICROS_PER_HOUR,
  MICROS_PER_MINUTE,
  MICROS_PER_SECOND,
} from '../../../../shared/market/time.ts';
import type { ImportOptions } from '../../../../shared/store/import.ts';
import type { Findings } from './answer.ts';
import type { NameFacts } from './file-name.ts';
import type { TimeProfile } from './time-profile.ts';
import { count } from './wording.ts';

/** Steps that do not fit the grid before the finer grid is taken for the interval: 2 %. */
const OFF_GRID_SHARE = 0.02;
const NICE = ['1s', '2s', '5s', '10s', '15s', '30s', '1m', '2m', '3m', '5m', '10m', '15m', '20m', '30m', '1h', '2h', '4h', '6h', '8h', '12h', '1d', '1w'] as Interval[]; // prettier-ignore

/** The interval of bars, by the steps between stamps: the finest grid that the steps need, not the commonest step, because quiet
 * markets skip bars. */
export function inferInterval(
  profile: TimeProfile,
  dateOnly: boolean,
  known: string | undefined,
  name: NameFacts,
  options: ImportOptions,
  findings: Findings,
): Interval | undefined {
  if (options.interval !== undefined) {
    const given = parseInterval(options.interval);
    if (given === undefined)
      findings.ask('interval', `"${options.interval}" is no interval. Write a count and a unit, such as 1s, 1m or 1h.`);
    return given;
  }
  const stated = known === undefined ? name.interval : parseInterval(known);
  const stepped = dateOnly ? dailyOrWeekly(profile) : gridOf(profile);
  if (stepped === undefined) {
    if (stated === undefined) {
      findings.ask(
        'interval',
        profile.steps.length === 0
          ? 'The file has too few rows to tell how long a bar is. Say it.'
          : 'The steps between rows fit no usual bar length. Say how long a bar is.',
      );
      return undefined;
    }
    findings.thin(
      'interval',
      `${stated} by ${known === undefined ? "the file's name" : 'the layout'}; the rows are too few to tell.`,
    );
    return stated;
  }
  const total = profile.steps.reduce((sum, step) => sum + step.count, 0);
  const length = intervalMicros(stepped);
  const exact = profile.steps.find((step) => step.micros === length)?.count ?? 0;
  findings.sure(
    'interval',
    `${seconds(length)} in ${count(exact)} of ${count(total)} steps${exact === total ? '' : ', none smaller'}.`,
  );
  if (stated !== undefined && stated !== stepped) {
    const isCoarserGrid = intervalMicros(stated) < length && length % intervalMicros(stated) === 0;
    if (isCoarserGrid && total < 30) {
      findings.thin(
        'interval',
        `The ${known === undefined ? "file's name" : 'layout'} says ${stated}, and so few rows may just be far apart.`,
      );
      return stated;
    }
    findings.warn(`The name says ${stated}, the stamps ${stepped}: stored as ${stepped}.`);
  }
  return stepped;
}

function dailyOrWeekly(profile: TimeProfile): Interval | undefined {
  const commonest = profile.steps[0];
  if (commonest === undefined) return '1d' as Interval;
  return commonest.micros % (7 * MICROS_PER_DAY) === 0 && commonest.micros > 0
    ? ('1w' as Interval)
    : ('1d' as Interval);
}

/** The coarsest usual interval whose multiples are all but 2 % of the steps. A day's steps may be an hour off (DST). */
function gridOf(profile: TimeProfile): Interval | undefined {
  const total = profile.steps.reduce((sum, step) => sum + step.count, 0);
  if (total === 0) return undefined;
  return NICE.toReversed().find((interval) => {
    const length = intervalMicros(interval);
    const slack = length >= MICROS_PER_DAY ? MICROS_PER_HOUR : 0;
    const off = profile.steps.reduce(
      (sum, { micros, count: steps }) => sum + (isMultiple(micros, length, slack) ? 0 : steps),
      0,
    );
    const smallest = profile.steps.reduce(
      (sum, { micros, count: steps }) => sum + (Math.abs(micros - length) <= slack ? steps : 0),
      0,
    );
    return off <= total * OFF_GRID_SHARE && (smallest > 0 || (off === 0 && total < 3));
  });
}

function isMultiple(micros: number, length: number, slack: number): boolean {
  const rest = micros % length;
  return Math.min(rest, length - rest) <= slack && micros >= length - slack;
}

/** Quotes are sampled when their stamps are all whole seconds or minutes and unique (E2); each other quote is an event. */
export function inferSampling(
  profile: TimeProfile,
  known: Sampling | undefined,
  options: ImportOptions,
  findings: Findings,
): Sampling {
  if (options.sampled !== undefined) return options.sampled;
  if (known !== undefined) {
    findings.sure(
      'sampled',
      `${known === 'event' ? 'Every change' : `The last quote of each ${known}`}, by the layout.`,
    );
    return known;
  }
  if (profile.sharedStamps > 0 || profile.offSecond > 0) {
    findings.sure(
      'sampled',
      profile.offSecond > 0
        ? `${count(profile.offSecond)} of ${count(profile.rows)} stamps are no whole second: every row is an event.`
        : `${count(profile.sharedStamps)} rows share a stamp: every row is an event.`,
    );
    return 'event';
  }
  const grid = profile.offMinute === 0 ? '1m' : '1s';
  const isThin = profile.readable < 30;
  const text = `All ${count(profile.readable)} stamps are whole ${grid === '1m' ? 'minutes' : 'seconds'} and unique: the last quote of each, known at its end (S2).`;
  if (isThin) findings.thin('sampled', text);
  else findings.sure('sampled', text);
  return grid;
}

function seconds(micros: number): string {
  if (micros % MICROS_PER_DAY === 0) return `${micros / MICROS_PER_DAY} d`;
  return micros % MICROS_PER_MINUTE === 0 && micros > MICROS_PER_MINUTE
    ? `${micros / MICROS_PER_MINUTE} min`
    : `${micros / MICROS_PER_SECOND} s`;
}
