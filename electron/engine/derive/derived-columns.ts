import type { BarColumns, DerivedColumns } from '../../../shared/market/columns.ts';

const FLOATS = 9;
const BYTES_A_ROW = FLOATS * 8 + 2;

/** Columns with room for `rows` derived bars, in one SharedArrayBuffer. */
export function allocateDerived(rows: number): DerivedColumns {
  const buffer = new SharedArrayBuffer(rows * BYTES_A_ROW);
  const floats = (n: number): Float64Array => new Float64Array(buffer, n * rows * 8, rows);
  const bytes = (n: number): Uint8Array => new Uint8Array(buffer, FLOATS * rows * 8 + n * rows, rows);
  return {
    time: floats(0),
    open: floats(1),
    high: floats(2),
    low: floats(3),
    close: floats(4),
    volume: floats(5),
    known: floats(6),
    expected: floats(7),
    present: floats(8),
    flags: bytes(0),
    complete: bytes(1),
  };
}

/** Rows `[from, to)` as a window on the same memory. */
export function sliceDerived(columns: DerivedColumns, from: number, to: number): DerivedColumns {
  return {
    ...sliceBars(columns, from, to),
    known: columns.known.subarray(from, to),
    expected: columns.expected.subarray(from, to),
    present: columns.present.subarray(from, to),
    complete: columns.complete.subarray(from, to),
  };
}

/** Rows `[from, to)` as a window on the same memory. */
export function sliceBars(columns: BarColumns, from: number, to: number): BarColumns {
  return {
    time: columns.time.subarray(from, to),
    open: columns.open.subarray(from, to),
    high: columns.high.subarray(from, to),
    low: columns.low.subarray(from, to),
    close: columns.close.subarray(from, to),
    volume: columns.volume.subarray(from, to),
    flags: columns.flags.subarray(from, to),
  };
}
