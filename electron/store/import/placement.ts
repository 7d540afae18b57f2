import { isBaseInterval, isSessionInterval, type Interval } from '../../../shared/market/interval.ts';
import type { Sampling, SeriesKind } from '../../../shared/market/series.ts';
import { MICROS_PER_DAY } from '../../../shared/market/time.ts';
import type { ImportOptions, Stamp, ZoneFit } from '../../../shared/store/import.ts';
import type { Database } from './database.ts';
import type { Findings } from './inference/answer.ts';
import { inferCalendar, type FindCalendar } from './inference/calendar.ts';
import type { ColumnMap } from './inference/column-map.ts';
import type { NameFacts } from './inference/file-name.ts';
import { classify } from './inference/instruments.ts';
import { inferInterval, inferSampling } from './inference/interval.ts';
import { warnOfRepeatedHours } from './inference/repeated-hours.ts';
import { inferStamp } from './inference/stamp.ts';
import type { TimeForm } from './inference/time-form.ts';
import type { TimeProfile } from './inference/time-profile.ts';
import { inferZone } from './inference/zone.ts';
import type { RawTable } from './raw-table.ts';

/** Where rows stand in time, and whose hours they keep. */
export interface Placement {
  readonly interval?: Interval;
  readonly sampled?: Sampling;
  readonly stamp: Stamp;
  /** `undefined` while it must be asked. */
  readonly timeZone?: string;
  readonly calendar: string;
  readonly zones: readonly ZoneFit[];
  /** Stamps are session dates: rows get their session's open. */
  readonly isDated: boolean;
}

export interface PlacementInput {
  readonly raw: RawTable;
  readonly kind: SeriesKind;
  readonly columns: ColumnMap;
  readonly symbols: readonly string[];
  readonly form: TimeForm;
  readonly profile: TimeProfile;
  readonly name: NameFacts;
  readonly find: FindCalendar;
}

/** Interval or sampling first, because zone, calendar and stamping are judged by how bars of that length fit exchange hours. */
export async function placeInTime(
  database: Database,
  input: PlacementInput,
  options: ImportOptions,
  findings: Findings,
): Promise<Placement> {
  const { raw, kind, columns, symbols, form, profile, name } = input;
  const dateOnly = form.dateOnly || (!form.zoned && isMidnightOnly(profile));
  const interval =
    kind === 'bars' ? inferInterval(profile, dateOnly, raw.layout?.interval, name, options, findings) : undefined;
  const sampled = kind === 'quotes' ? inferSampling(profile, raw.layout?.sampled, options, findings) : undefined;
  const [symbol] = symbols;
  const instrument = symbol === undefined ? undefined : classify(symbol);
  const grid = interval ?? (sampled === undefined || sampled === 'event' ? undefined : (sampled as Interval));
  const zone = inferZone({ ...form, dateOnly }, profile, raw, symbol, instrument, grid, options, findings);
  const calendar = inferCalendar(
    symbols,
    instrument,
    zone.fit,
    zone.fits,
    dateOnly,
    raw,
    options,
    findings,
    input.find,
  );
  const isCanonical = columns.time?.name === 'ts' && form.zoned;
  const stamp =
    interval === undefined
      ? (options.stamp ?? 'open')
      : await inferStamp(database, raw, columns, profile, interval, zone.fit, isCanonical, options, findings);
  if (interval !== undefined && !isBaseInterval(interval))
    findings.warn(`${interval} bars are stored as history and evidence; only 1s and 1m can be streamed (A4).`);
  const isDated = dateOnly && interval !== undefined && isSessionInterval(interval);
  if (!form.zoned && !isDated && zone.timeZone !== undefined) warnOfRepeatedHours(profile, zone.timeZone, findings);
  return {
    ...(interval === undefined ? {} : { interval }),
    ...(sampled === undefined ? {} : { sampled }),
    stamp,
    ...(zone.timeZone === undefined ? {} : { timeZone: zone.timeZone }),
    calendar,
    zones: zone.zones,
    isDated,
  };
}

function isMidnightOnly({ first, steps }: TimeProfile): boolean {
  return first % MICROS_PER_DAY === 0 && steps.every(({ micros }) => micros % MICROS_PER_DAY === 0);
}
