import type { BarColumns, QuoteColumns, TradeColumns } from '../../shared/market/columns.ts';
import type { SeriesKind } from '../../shared/market/series.ts';
import type { Scales } from './schema.ts';

/** What rows of an export are of. */
export interface ExportMeta extends Scales {
  readonly kind: SeriesKind;
  readonly symbol: string;
}

export type ExportColumns =
  | { readonly kind: 'bars'; readonly columns: BarColumns }
  | { readonly kind: 'quotes'; readonly columns: QuoteColumns }
  | { readonly kind: 'trades'; readonly columns: TradeColumns };
