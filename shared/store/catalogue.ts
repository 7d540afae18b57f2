import type { SeriesKey } from '../market/series.ts';
import type { Micros, SessionDate } from '../market/time.ts';
import type { QualityCounts } from '../quality/quality.ts';
import type { DamagedFile } from './operations.ts';

/** One series as the catalogue shows it. `from` and `to` are the first and last row's stamps, both inclusive. */
export interface SeriesSummary extends SeriesKey {
  readonly id: string;
  readonly calendar: string;
  readonly timeZone: string;
  readonly from: Micros;
  readonly to: Micros;
  readonly rows: number;
  readonly bytes: number;
  readonly files: number;
  readonly priceScale: number;
  /** Sessions that hold at least one row inside regular hours. */
  readonly sessions?: number;
  /** Percent over those sessions (S14); absent for quotes and trades, or while not yet computed. */
  readonly quality?: number;
  readonly coverage?: number;
  readonly damaged?: boolean;
  /** Where files are known to be missing or altered, ascending; absent where none is. */
  readonly damage?: readonly DamagedFile[];
}

/** One cell of the symbol by day heatmap. */
export interface DayQuality extends QualityCounts {
  readonly date: SessionDate;
  readonly coverage: number;
  readonly quality: number;
}

export interface SeriesDays {
  readonly id: string;
  readonly symbol: string;
  readonly interval: string;
  readonly source: string;
  readonly days: readonly DayQuality[];
}
