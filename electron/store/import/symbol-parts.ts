import type { Database } from './database.ts';
import { Sample } from './inference/sample.ts';
import type { SymbolPart } from './inference/scale.ts';
import type { TimeProfile } from './inference/time-profile.ts';
import type { RawTable } from './raw-table.ts';
import { sqlText } from './sql.ts';

/** Above this many symbols a file is sorted as a whole instead of being read once for each. */
const MAX_PARTS = 64;

/** Where each symbol's rows lie, in a file that keeps them together and in order; `undefined` for any other. `column` is the column of symbols
 * when its cells are the symbols as they stand: a filter on it lets Parquet skip row groups. */
export async function symbolParts(
  database: Database,
  raw: RawTable,
  sample: Sample,
  symbols: readonly string[],
  profile: TimeProfile,
  column: string | undefined,
): Promise<SymbolPart[] | undefined> {
  const [only] = symbols;
  if (symbols.length <= 1) return [{ symbol: only ?? '', from: 'raw', low: 0, sample }];
  if (profile.ranges.length === 0 || symbols.length > MAX_PARTS) return undefined;
  const parts: SymbolPart[] = [];
  for (const { symbol, low, high } of profile.ranges) {
    if (symbol === null || symbol === '') continue;
    const exact = column === undefined ? '' : ` AND ${column} = ${sqlText(symbol)}`;
    const from = `(SELECT * FROM raw WHERE _row BETWEEN ${low} AND ${high}${exact})`;
    parts.push({ symbol, from, low, sample: await Sample.take(database, raw.columns, from) });
  }
  return parts;
}
