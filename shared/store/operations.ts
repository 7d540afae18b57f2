import type { SeriesKey } from '../market/series.ts';
import type { Micros } from '../market/time.ts';

/** What an operation on the store takes from one series. `from` and `to` are stamps of the first and the last row concerned, both inclusive. */
export interface SeriesChange extends SeriesKey {
  readonly id: string;
  readonly from: Micros;
  readonly to: Micros;
  /** Stored files that it takes away, those it writes anew included. */
  readonly files: number;
  /** Files that it writes in their place. */
  readonly filesAfter: number;
  /** Rows removed; for `compact` rows joined, none of which is lost. */
  readonly rows: number;
  /** Bytes of those rows: of a file that is cut, its share by rows. */
  readonly bytes: number;
}

/** What an operation would do, worked out without changing anything; the sums are over `series`. */
export interface StorePlan {
  readonly series: readonly SeriesChange[];
  readonly files: number;
  readonly rows: number;
  readonly bytes: number;
}

/** Result of the jobs `delete`, `retention` and `compact`: what was done. */
export interface StoreChanges extends StorePlan {
  /** Bytes that the stored files take less than before; negative where joining made them larger. */
  readonly bytesFreed: number;
}

/** Result of the job `backup`. */
export interface BackupReport {
  readonly path: string;
  /** Stored files in it, rows that were replaced (provenance) included. */
  readonly files: number;
  /** Rows in it, replaced ones not counted. */
  readonly rows: number;
  /** Of the backup file. */
  readonly bytes: number;
  readonly sha256: string;
}

/** Result of the job `restore`: as of an import (S11). */
export interface RestoreReport {
  /** Stored files in the backup. */
  readonly files: number;
  /** Rows that were stored: new ones, and those that took the place of others. */
  readonly rows: number;
  /** Of the backup file. */
  readonly bytes: number;
  readonly series: number;
  /** Rows that were stored already with the same values. */
  readonly duplicates: number;
  /** Stored rows whose values the backup replaced; they are kept as provenance. */
  readonly replaced: number;
}

/** A stored file that is not what was stored. `from` and `to` are stamps of its rows, both inclusive. */
export interface DamagedFile {
  /** Relative to the data folder. */
  readonly path: string;
  readonly reason: 'missing' | 'altered';
  readonly seriesId: string;
  readonly symbol: string;
  readonly from: Micros;
  readonly to: Micros;
}

/** Result of the job `verify`. */
export interface Verification {
  readonly files: number;
  readonly bytes: number;
  readonly damaged: readonly DamagedFile[];
}
