import { MICROS_PER_MINUTE } from '../../../../shared/market/time.ts';
import { clockOf, instantOfWall } from './wall-clock.ts';
import type { Market } from './markets.ts';
import type { MinuteColumns } from './stamp-scan.ts';
import { micros } from '../../../../shared/market/time.ts';

const MINUTES_PER_DAY = 1_440;
const MAX_DAYS = 60;
/** A minute counts as busy from a tenth of the session's mean on. */
const BUSY = 0.1;
/** What exact first and last bars of the days weigh. Sources that send extended hours have no such edges in any zone. */
const EDGE = 0.2;

/** How well rows fit an exchange's hours if stamps were in a zone. */
export interface Fit {
  readonly market: Market;
  readonly timeZone: string;
  /** Share of volume (of rows, where there is no volume) inside the hours. */
  readonly share: number;
  readonly days: number;
  readonly minutesHit: number;
  readonly minutesExpected: number;
  /** `share`, times the part of the hours that is busy, less a fifth where days do not begin and end with the hours: 1 for a perfect fit, low
   * for hours that are too wide or shifted. */
  readonly score: number;
  /** The same without looking at the days' ends. */
  readonly plainScore: number;
  /** Volume (rows) by wall minute of the exchange's day, all days together. */
  readonly byMinute: Float64Array;
  /** Days with a row at a wall minute. */
  readonly daysAt: Float64Array;
  /** Share of rows on Saturdays and Sundays of the exchange. */
  readonly weekend: number;
}

/** At most 60 days of minutes, spread evenly, so that a long file costs no more than a short one. */
export function thinOut(minutes: MinuteColumns): MinuteColumns {
  const days = new Set(minutes.minute.map((minute) => Math.floor(minute / MINUTES_PER_DAY)));
  if (days.size <= MAX_DAYS) return minutes;
  const all = Array.from(days);
  const kept = new Set(
    Array.from({ length: MAX_DAYS }, (_, index) => all[Math.floor((index * all.length) / MAX_DAYS)]),
  );
  const rows = minutes.minute.flatMap((minute, index) =>
    kept.has(Math.floor(minute / MINUTES_PER_DAY)) ? [index] : [],
  );
  const take = (column: readonly number[]): number[] => rows.map((row) => column[row] as number);
  return { minute: take(minutes.minute), rows: take(minutes.rows), volume: take(minutes.volume) };
}

/** `minutes` as {@link thinOut} gives them; `step` is the bars' length in minutes, 1 for anything finer. */
export function fitHours(minutes: MinuteColumns, market: Market, timeZone: string, step: number): Fit {
  const byMinute = new Float64Array(MINUTES_PER_DAY);
  const daysAt = new Float64Array(MINUTES_PER_DAY);
  const days = new Set<number>();
  const edges = new DayEdges(market, step);
  const hasVolume = minutes.volume.some((volume) => volume > 0);
  let inside = 0;
  let total = 0;
  let hits = 0;
  let weekend = 0;
  const local = localMinutes(minutes, timeZone, market.timeZone);
  for (let i = 0; i < local.length; i++) {
    const at = local[i] as number;
    const day = Math.floor(at / MINUTES_PER_DAY);
    const minute = at - day * MINUTES_PER_DAY;
    const weight = (hasVolume ? minutes.volume[i] : minutes.rows[i]) as number;
    total += weight;
    if (isWeekend(day)) {
      weekend += minutes.rows[i] as number;
      continue;
    }
    byMinute[minute] = (byMinute[minute] as number) + weight;
    daysAt[minute] = (daysAt[minute] as number) + 1;
    edges.add(day, minute);
    if (minute < market.open || minute >= market.close) continue;
    inside += weight;
    hits++;
    days.add(day);
  }
  const slots = Math.floor((market.close - market.open) / step);
  const share = total > 0 ? inside / total : 0;
  const plainScore = share * busyShare(byMinute, market, step, inside / Math.max(1, slots));
  const rowCount = minutes.rows.reduce((sum, count) => sum + count, 0);
  return {
    market,
    timeZone,
    share,
    days: days.size,
    minutesHit: hits,
    minutesExpected: slots * days.size,
    score: plainScore * (1 - EDGE + EDGE * edges.share()),
    plainScore,
    byMinute,
    daysAt,
    weekend: rowCount > 0 ? weekend / rowCount : 0,
  };
}

/** Counts days whose first row is the session's first bar and whose last is its last, whether bars carry their open or their end. */
class DayEdges {
  readonly #first: ReadonlySet<number>;
  readonly #last: ReadonlySet<number>;
  #day = Number.NaN;
  #lastMinute = Number.NaN;
  #days = 0;
  #hits = 0;

  constructor({ open, close }: Market, step: number) {
    this.#first = new Set([open, open + step]);
    this.#last = new Set([close - step, close]);
  }

  /** Rows come in order of time. */
  add(day: number, minute: number): void {
    if (day !== this.#day) {
      this.#endDay();
      this.#day = day;
      this.#days++;
      if (this.#first.has(minute)) this.#hits++;
    }
    this.#lastMinute = minute;
  }

  share(): number {
    this.#endDay();
    this.#lastMinute = Number.NaN;
    return this.#days > 0 ? this.#hits / (2 * this.#days) : 0;
  }

  #endDay(): void {
    if (this.#last.has(this.#lastMinute)) this.#hits++;
  }
}

/** The part of an exchange's slots that has a tenth of the mean or more. */
export function busyShare(byMinute: Float64Array, market: Market, step: number, mean: number): number {
  let busy = 0;
  let slots = 0;
  for (let minute = market.open; minute < market.close; minute += step) {
    let weight = 0;
    for (let i = minute; i < minute + step; i++) weight += byMinute[i] ?? 0;
    slots++;
    if (weight >= mean * BUSY && weight > 0) busy++;
  }
  return slots > 0 ? busy / slots : 0;
}

/** Minutes in the exchange's wall time. Offsets are looked up once an hour: no zone changes inside one. */
function localMinutes(minutes: MinuteColumns, from: string, to: string): readonly number[] {
  if (from === to) return minutes.minute;
  const exchange = clockOf(to);
  let hour = Number.NaN;
  let shift = 0;
  return minutes.minute.map((minute) => {
    const ofHour = Math.floor(minute / 60);
    if (ofHour !== hour) {
      hour = ofHour;
      const wall = ofHour * 60 * MICROS_PER_MINUTE;
      const instant = instantOfWall(from, wall);
      shift = Math.round((instant + exchange.offsetAt(micros(instant)) - wall) / MICROS_PER_MINUTE);
    }
    return minute + shift;
  });
}

/** Day 0 of the epoch was a Thursday. */
function isWeekend(day: number): boolean {
  const weekday = (((day + 3) % 7) + 7) % 7;
  return weekday >= 5;
}
