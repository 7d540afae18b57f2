import type { SeriesKind } from '../../../../shared/market/series.ts';
import type { ColumnMeaning } from '../../../../shared/store/import.ts';
import type { KnownLayout } from '../raw-table.ts';

interface Schema {
  readonly kind: SeriesKind;
  /** Column that only this schema has, and that holds a price in every row. */
  readonly price: string;
  readonly meanings: Readonly<Record<string, ColumnMeaning>>;
}

const OWN = ['rtype', 'publisher_id', 'instrument_id', 'ts_event'];
const SHARED: Schema['meanings'] = { ts_event: 'time', symbol: 'symbol' };
const SCHEMAS: readonly Schema[] = [
  {
    kind: 'bars',
    price: 'open',
    meanings: { open: 'open', high: 'high', low: 'low', close: 'close', volume: 'volume' },
  },
  {
    kind: 'quotes',
    price: 'bid_px_00',
    meanings: { bid_px_00: 'bid', ask_px_00: 'ask', bid_sz_00: 'bid-size', ask_sz_00: 'ask-size' },
  },
  { kind: 'trades', price: 'price', meanings: { price: 'price', size: 'size', side: 'side' } },
];

/** Databento's CSV in its raw encoding: whole numbers of 1e-9, which read as plain prices would be a thousand million times too high.
 * `undefined` for other tables, and for the same one with prices written as decimals, which needs no layout. */
export function databentoLayout(
  names: readonly string[],
  rows: readonly (readonly string[])[],
): KnownLayout | undefined {
  if (!OWN.every((name) => names.includes(name))) return undefined;
  const schema = SCHEMAS.find(({ price }) => names.includes(price));
  if (schema === undefined) return undefined;
  const at = names.indexOf(schema.price);
  if (!rows.every((row) => /^-?\d{6,19}$/.test(row[at] ?? ''))) return undefined;
  const meanings = { ...SHARED, ...schema.meanings };
  return {
    name: 'databento',
    kind: schema.kind,
    meanings: Object.fromEntries(
      names.flatMap((name, index) => {
        const meaning = meanings[name];
        return meaning === undefined ? [] : [[`c${index}`, meaning] as const];
      }),
    ),
    priceFactor: 1e9,
    ...(schema.kind === 'bars' ? { stamp: 'open' as const } : {}),
    evidence: 'The columns of Databento, with prices as whole numbers of 0.000000001.',
  };
}
