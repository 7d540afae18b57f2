import type { BarColumns } from '../../../shared/market/columns.ts';
import { MICROS_PER_MINUTE, MICROS_PER_SECOND, micros, type Micros } from '../../../shared/market/time.ts';
import type { TradingSession } from '../../../shared/market/calendar/calendar.ts';
import type { Random } from './random.ts';

/** A span whose bars were made and then left out of a series: what quality has to find. Half-open. */
export interface PlantedLoss {
  readonly symbol: string;
  readonly interval: '1s' | '1m';
  readonly from: Micros;
  readonly to: Micros;
}

const EDGE = 10 * MICROS_PER_MINUTE;

/** Decides what of a session is lost: on one day in three some minutes of 1s bars, as by an outage; on some days a few seconds;
 * now and then some minutes of the 1m series; rarely an hour of seconds. At least ten minutes away from the session's edges. */
export function planLosses(symbol: string, session: TradingSession, random: Random): PlantedLoss[] {
  const losses: PlantedLoss[] = [];
  const minutes = (session.close - session.open) / MICROS_PER_MINUTE;
  const lose = (interval: '1s' | '1m', from: number, length: number): void => {
    const to = Math.min(from + length, session.close - EDGE);
    losses.push({ symbol, interval, from: micros(from), to: micros(to) });
  };
  const minute = (): number => session.open + EDGE + random.below(minutes - 30) * MICROS_PER_MINUTE;
  if (random.unit() < 0.35) lose('1s', minute(), (1 + random.below(9)) * MICROS_PER_MINUTE);
  if (random.unit() < 0.4) {
    const from = minute() + random.below(30) * MICROS_PER_SECOND;
    lose('1s', from, (5 + random.below(25)) * MICROS_PER_SECOND);
  }
  if (random.unit() < 0.25) lose('1m', minute(), (1 + random.below(4)) * MICROS_PER_MINUTE);
  if (random.unit() < 0.07) lose('1s', minute(), (25 + random.below(70)) * MICROS_PER_MINUTE);
  return losses;
}

/** The bars without those that begin in a lost span of their interval. */
export function withoutLost(columns: BarColumns, losses: readonly PlantedLoss[]): BarColumns {
  if (losses.length === 0) return columns;
  const kept: number[] = [];
  columns.time.forEach((time, row) => {
    if (!losses.some(({ from, to }) => time >= from && time < to)) kept.push(row);
  });
  const pick = (column: Float64Array): Float64Array => Float64Array.from(kept, (row) => column[row] as number);
  return {
    time: pick(columns.time),
    open: pick(columns.open),
    high: pick(columns.high),
    low: pick(columns.low),
    close: pick(columns.close),
    volume: pick(columns.volume),
    flags: new Uint8Array(kept.length),
  };
}
