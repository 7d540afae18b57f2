import type { SeriesKey } from '../../shared/market/series.ts';
import type { Micros } from '../../shared/market/time.ts';
import type { Rejection } from '../../shared/store/import.ts';

/** What the import child makes of one foreign file and the store commits: one staged Parquet file a series, in the store's own
 * schema (`layout.ts`), sorted by `ts`, stable, bars unique by `ts`. */
export interface NormalisedFile {
  /** SHA-256 (hex) of the foreign file's bytes: a file the manifest already knows is a no-op (E3). */
  readonly sha256: string;
  /** As given or walked. */
  readonly path: string;
  readonly rowsRead: number;
  /** Duplicates inside the file itself: equal rows of one bar key. */
  readonly duplicates: number;
  /** Rows of one bar key with other values inside the file itself: the later row won (S11). */
  readonly replaced: number;
  readonly rejections: readonly Rejection[];
  readonly series: readonly NormalisedSeries[];
}

export interface NormalisedSeries {
  readonly key: SeriesKey;
  /** Absolute path of the staged Parquet file. */
  readonly file: string;
  readonly rows: number;
  readonly first: Micros;
  readonly last: Micros;
  /** Places that prices need; the store widens the symbol's scale when it is smaller (S28). */
  readonly priceScale: number;
  /** Places that volumes or sizes need. */
  readonly sizeScale: number;
  /** Calendar id of the symbol. */
  readonly calendar: string;
  /** The source states that it lists every traded slot (S13). */
  readonly listsEveryTrade: boolean;
}

/** What committing one normalised file did. */
export interface CommitResult {
  readonly status: 'imported' | 'unchanged';
  readonly rowsStored: number;
  /** Rows already stored with the same values. */
  readonly duplicates: number;
  /** Stored rows whose values a later import corrected (S11). */
  readonly replaced: number;
}
