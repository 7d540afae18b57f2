import type { Database } from '../database.ts';
import type { RawTable } from '../raw-table.ts';
import { numberColumn } from '../values.ts';
import type { Findings } from './answer.ts';
import type { ColumnMap } from './column-map.ts';

/** Some tools write single trades as bars whose four prices are one. Called when most stamps are no whole second. */
export async function ticksAsBars(
  database: Database,
  raw: RawTable,
  columns: ColumnMap,
  findings: Findings,
): Promise<{ readonly kind: 'bars' | 'trades'; readonly columns: ColumnMap }> {
  const { open, high, low, close, volume, ...rest } = columns;
  if (open === undefined || high === undefined || low === undefined || close === undefined)
    return { kind: 'bars', columns };
  const [o, h, l, c] = [open, high, low, close].map((column) => numberColumn(column, raw.facts).double);
  const [row] = await database.rows<{ flat: boolean | null }>(
    `SELECT bool_and(${o} = ${h} AND ${h} = ${l} AND ${l} = ${c}) AS flat FROM raw`,
  );
  if (row?.flat !== true) return { kind: 'bars', columns };
  findings.sure(
    'kind',
    'Open, high, low and close are one price in every row, and stamps are no whole seconds: single trades written as bars.',
  );
  return { kind: 'trades', columns: { ...rest, price: close, ...(volume === undefined ? {} : { size: volume }) } };
}
