import type { SeriesKind } from '../../shared/market/series.ts';

/** Decimal places of a symbol's prices and of its volumes and sizes: one pair per symbol, in every file of it (S28). */
export interface Scales {
  readonly priceScale: number;
  readonly sizeScale: number;
}

export type ColumnRole = 'time' | 'price' | 'size' | 'side';

export interface StoredColumn {
  readonly name: string;
  readonly role: ColumnRole;
  /** Quotes may lack a side or a size, trades a size. */
  readonly nullable: boolean;
}

const time: StoredColumn = { name: 'ts', role: 'time', nullable: false };
const price = (name: string, nullable = false): StoredColumn => ({ name, role: 'price', nullable });
const size = (name: string, nullable = false): StoredColumn => ({ name, role: 'size', nullable });

/** Columns of a stored file, in order. `ts` is a bar's open, an event's time, or the start of a sampled quote's interval. A trade's
 * `side` is 0 unknown, 1 buyer took, 2 seller took. The symbol is in the path only. */
export const STORED_COLUMNS: Readonly<Record<SeriesKind, readonly StoredColumn[]>> = {
  bars: [time, price('open'), price('high'), price('low'), price('close'), size('volume')],
  quotes: [time, price('bid', true), price('ask', true), size('bid_size', true), size('ask_size', true)],
  trades: [time, price('price'), size('size', true), { name: 'side', role: 'side', nullable: false }],
};

/** Digits of a stored decimal: 18 fit a 64-bit integer, which keeps files and reads small. */
export const DECIMAL_WIDTH = 18;

/** SQL type of a stored column. */
export function columnType(role: ColumnRole, scales: Scales): string {
  switch (role) {
    case 'time':
      return 'TIMESTAMP WITH TIME ZONE';
    case 'price':
      return `DECIMAL(${DECIMAL_WIDTH},${scales.priceScale})`;
    case 'size':
      return `DECIMAL(${DECIMAL_WIDTH},${scales.sizeScale})`;
    case 'side':
      return 'TINYINT';
  }
}

/** Select list that turns columns of these names into the stored schema: `ts::TIMESTAMPTZ AS ts, open::DECIMAL(18,2) AS open ...`.
 * Values that do not fit fail the query; casting to a smaller scale would round, so callers only ever widen. */
export function storedSelect(kind: SeriesKind, scales: Scales): string {
  return STORED_COLUMNS[kind]
    .map(({ name, role }) => `CAST(${name} AS ${columnType(role, scales)}) AS ${name}`)
    .join(', ');
}

/** Rows of a Parquet row group, which is what a reader decodes at once: large enough that a year of minutes is one, whose volumes then share a
 * dictionary, small enough that a session of seconds is read from a month without most of the others. */
export const ROW_GROUP_ROWS = 122_880;
