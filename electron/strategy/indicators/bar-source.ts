import type { ReadColumns } from '../../../shared/market/columns.ts';

/** Bars of one interval, as the engine keeps them. */
export interface BarSource {
  /** All rows of the session, closed or not. */
  readonly columns: ReadColumns;
  /** Counts up whenever {@link columns} are others. */
  readonly version: number;
  /** All rows of the session are there, and stay as they are. */
  readonly isWhole: boolean;
  /** Bars of it that have closed: rows from here on must not be read (B3). */
  readonly count: number;
}
