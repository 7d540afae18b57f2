import { intervalMicros, type Interval } from '../../../../shared/market/interval.ts';
import { MICROS_PER_MINUTE } from '../../../../shared/market/time.ts';
import type { ImportOptions, ZoneFit } from '../../../../shared/store/import.ts';
import type { RawTable } from '../raw-table.ts';
import type { Findings } from './answer.ts';
import type { InstrumentClass } from './instruments.ts';
import {
  CME_INDEX,
  cityOf,
  clockText,
  exchangesOf,
  hoursText,
  US_EQUITIES,
  US_EXTENDED,
  type Market,
} from './markets.ts';
import { bestShiftScore } from './shift-fit.ts';
import type { TimeForm } from './time-form.ts';
import type { TimeProfile } from './time-profile.ts';
import { clockOf, instantOfWall } from './wall-clock.ts';
import { fitWeeks } from './week-fit.ts';
import { count, percent } from './wording.ts';
import { fitHours, thinOut, type Fit } from './zone-fit.ts';

/** Sources stamp in the exchange's own zone or in UTC; another zone must fit better by this much to be believed. */
const UNUSUAL = 0.9;
/** A symbol of one to five capitals is more often a US share than any other instrument. */
const FOREIGN = 0.85;

export interface ZoneAnswer {
  /** Zone of the stamps; `UTC` for instants. `undefined` while it must be asked. */
  readonly timeZone?: string;
  /** The exchange whose hours the rows fit best, in that zone. */
  readonly fit?: Fit;
  /** All exchanges the symbol may belong to, in that zone. */
  readonly fits: readonly Fit[];
  /** For the dialog: that exchange's hours under each zone that was tried. */
  readonly zones: readonly ZoneFit[];
}

const MIN_SCORE = 0.5;
/** Futures trade round the clock, so that their day hours stand out less. */
const MIN_FUTURE_SCORE = 0.85;
/** A rival zone this close to the best leaves the question open. */
const RIVAL = 0.88;
/** A shift that is no zone that was tried, and fits better by this much, leaves it open too. */
const BETTER_SHIFT = 1.05;
const MIN_MINUTES = 60;

/** In which zone stamps without one are: by how the rows fit exchange hours. Instants are only fitted to find their exchange. */
export function inferZone(
  form: TimeForm,
  profile: TimeProfile,
  raw: RawTable,
  symbol: string | undefined,
  kind: InstrumentClass | undefined,
  interval: Interval | undefined,
  options: ImportOptions,
  findings: Findings,
): ZoneAnswer {
  const minutes = thinOut(profile.minutes);
  const step = interval === undefined ? 1 : Math.max(1, Math.min(60, intervalMicros(interval) / MICROS_PER_MINUTE));
  const hasVolume = minutes.volume.some((volume) => volume > 0);
  const markets = marketsOf(symbol, kind, hasVolume);
  const weigh = (fit: Fit): number => weighted(fit, kind);
  const highest = (fits: readonly Fit[]): Fit | undefined => fits.toSorted((a, b) => weigh(b) - weigh(a))[0];
  const fits = (zone: string): Fit[] => markets.map((market) => fitHours(minutes, market, zone, step));
  if (form.zoned && options.timeZone !== undefined && options.timeZone !== 'UTC')
    findings.warn(`The stamps carry their zone themselves: ${options.timeZone} is not applied.`);
  const known = form.zoned ? 'UTC' : givenZone(options, raw, findings);
  if (known !== undefined) {
    const all = fits(known);
    const best = highest(all);
    return {
      timeZone: known,
      fits: all,
      ...(best === undefined ? {} : { fit: best }),
      zones: form.zoned ? [] : zoneTable(best, minutes, step),
    };
  }
  if (form.dateOnly) {
    findings.sure('timeZone', 'Dates without a time of day are session dates.');
    return { fits: [], zones: [] };
  }
  if (kind === 'fx') return byWeekends(profile, step, findings);
  if (kind === 'crypto') {
    findings.ask(
      'timeZone',
      'The stamps carry no zone, and a market that never closes has no hours to tell it by. Most sources of crypto data write UTC: say so if this one does.',
    );
    return { fits: [], zones: [] };
  }
  const candidates = markets.flatMap((market) =>
    Array.from(new Set([market.timeZone, 'UTC', ...market.otherZones]), (zone) =>
      fitHours(minutes, market, zone, step),
    ),
  );
  const best = highest(candidates);
  const zones = zoneTable(best, minutes, step);
  const rival = highest(
    candidates.filter((fit) => best !== undefined && !sameInstants(fit.timeZone, best.timeZone, profile)),
  );
  const shifted = Math.max(
    0,
    ...markets.map((market) => bestShiftScore(minutes, market, step) * homeWeight(market, kind)),
  );
  const isClear =
    best !== undefined &&
    best.plainScore >= (kind === 'future' ? MIN_FUTURE_SCORE : MIN_SCORE) &&
    (rival === undefined || weigh(rival) <= weigh(best) * RIVAL) &&
    shifted <= best.plainScore * homeWeight(best.market, kind) * BETTER_SHIFT;
  if (!isClear || minutes.minute.length < MIN_MINUTES) {
    const guess = best !== undefined && best.score > 0.2 ? ` ${cityOf(best.timeZone)} fits best.` : '';
    findings.ask(
      'timeZone',
      `The stamps carry no zone, and the rows do not show clearly which exchange's hours they keep.${guess} Say in which zone they are.`,
    );
    return { ...(best === undefined ? {} : { fit: best }), fits: [], zones };
  }
  findings.sure(
    'timeZone',
    `Not in the file. In ${cityOf(best.timeZone)} ${percent(best.share)} of the ${hasVolume ? 'volume' : 'rows'} and ${count(best.minutesHit)} of ${count(best.minutesExpected)} session minutes lie inside ${best.market.label} (${hoursText(best.market)}); busiest minutes ${busiest(best)}.`,
  );
  return { timeZone: best.timeZone, fit: best, fits: fits(best.timeZone), zones };
}

function marketsOf(
  symbol: string | undefined,
  kind: InstrumentClass | undefined,
  hasVolume: boolean,
): readonly Market[] {
  if (kind === 'future') return [CME_INDEX];
  if (kind === 'fx' || kind === 'crypto') return [];
  return hasVolume ? exchangesOf(symbol) : [...exchangesOf(symbol), US_EXTENDED];
}

function givenZone(options: ImportOptions, raw: RawTable, findings: Findings): string | undefined {
  const zone = options.timeZone ?? raw.layout?.timeZone;
  if (zone === undefined) return undefined;
  try {
    clockOf(zone);
  } catch {
    findings.ask(
      'timeZone',
      `"${zone}" is no time zone. Write an IANA zone such as America/New_York, UTC, or an offset such as -05:00.`,
    );
    return undefined;
  }
  if (options.timeZone === undefined) findings.sure('timeZone', `${zone}: ${raw.layout?.evidence ?? ''}`);
  return zone;
}

function byWeekends(profile: TimeProfile, step: number, findings: Findings): ZoneAnswer {
  const fits = fitWeeks(profile.minutes, step);
  const good = fits.filter(({ weeks, fitting }) => weeks > 0 && fitting >= weeks * 0.8);
  const zones = fits.map(({ timeZone, weeks, fitting }) => ({
    timeZone,
    share: weeks > 0 ? fitting / weeks : 0,
    minutesHit: fitting,
    minutesExpected: weeks,
  }));
  const [best] = good;
  if (best !== undefined && good.every(({ timeZone }) => sameInstants(timeZone, best.timeZone, profile))) {
    findings.sure(
      'timeZone',
      `Not in the file. In ${cityOf(best.timeZone)} ${best.fitting} of ${best.weeks} weekends run from Friday to Sunday 17:00 New York, as FX does.`,
    );
    return { timeZone: best.timeZone, fits: [], zones };
  }
  findings.ask(
    'timeZone',
    'The stamps carry no zone, and no weekend in the file shows where the FX week ends. Say in which zone they are (UTC, -05:00, Europe/Athens ...).',
  );
  return { fits: [], zones };
}

function weighted({ market, timeZone, score }: Fit, kind: InstrumentClass | undefined): number {
  const isUsual = timeZone === market.timeZone || timeZone === 'UTC';
  return score * (isUsual ? 1 : UNUSUAL) * homeWeight(market, kind);
}

function homeWeight(market: Market, kind: InstrumentClass | undefined): number {
  return kind !== 'equity' || market.calendar === US_EQUITIES.calendar ? 1 : FOREIGN;
}

function sameInstants(a: string, b: string, profile: TimeProfile): boolean {
  return [profile.first, profile.last].every((wall) => instantOfWall(a, wall) === instantOfWall(b, wall));
}

function zoneTable(best: Fit | undefined, minutes: Parameters<typeof fitHours>[0], step: number): ZoneFit[] {
  if (best === undefined) return [];
  const zones = new Set([
    best.market.timeZone,
    best.timeZone,
    'UTC',
    ...best.market.otherZones,
    ...US_EQUITIES.otherZones.slice(0, 2),
  ]);
  return Array.from(zones, (zone) => fitHours(minutes, best.market, zone, step))
    .map(({ timeZone, share, minutesHit, minutesExpected }) => ({ timeZone, share, minutesHit, minutesExpected }))
    .sort((a, b) => b.share - a.share)
    .slice(0, 5);
}

function busiest(fit: Fit): string {
  const order = Array.from(fit.byMinute, (weight, minute) => ({ weight, minute })).sort((a, b) => b.weight - a.weight);
  return order
    .slice(0, 2)
    .map(({ minute }) => clockText(minute))
    .join(' and ');
}
