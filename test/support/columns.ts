import type { BarColumns } from '../../shared/market/columns.ts';
import { micros, parseIso, type Micros } from '../../shared/market/time.ts';
import type { SessionSpan } from '../../shared/market/calendar/slots.ts';

/** Open, high, low, close, volume of one bar, after its open time in micros. */
export type BarRow = readonly [
  time: number,
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
  flags?: number,
];

export function barColumns(rows: readonly BarRow[]): BarColumns {
  const column = (index: 0 | 1 | 2 | 3 | 4 | 5): Float64Array => Float64Array.from(rows, (row) => row[index]);
  return {
    time: column(0),
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
    volume: column(5),
    flags: Uint8Array.from(rows, (row) => row[6] ?? 0),
  };
}

/** `at('2013-10-07T13:30:00')`: an instant, UTC. */
export function at(text: string): Micros {
  const time = parseIso(`${text}Z`);
  if (time === undefined) throw new Error(`${text} is no instant`);
  return time;
}

export function span(from: number, to: number): SessionSpan {
  return { from: micros(from), to: micros(to) };
}
