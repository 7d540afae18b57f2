import type { SeriesKey } from '../../shared/market/series.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import { micros } from '../../shared/market/time.ts';
import { fillTable } from './column-table.ts';
import type { DuckDb } from './duckdb.ts';
import type { ExportColumns } from './export-rows.ts';
import type { NormalisedSeries } from './normalised.ts';
import { copyTo } from './copy-to.ts';
import { ROW_GROUP_ROWS, storedSelect, type Scales } from './schema.ts';

/** Writes rows from memory, at least one, as a staged file of a series for {@link Store.commitFiles}. Values are decimals of the scales, or are rounded. */
export async function stageRows(
  db: DuckDb,
  file: string,
  key: SeriesKey,
  rows: ExportColumns,
  about: Scales & { readonly calendar: string },
): Promise<NormalisedSeries> {
  const { time } = rows.columns;
  await fillTable(db, 'made', rows);
  await copyTo(db, file, {
    kind: rows.kind,
    select: `SELECT ${storedSelect(rows.kind, about)} FROM made`,
    head: `made WHERE rowid < ${ROW_GROUP_ROWS}`,
  });
  for (const table of ['raw_rows', 'made']) await db.run(`DROP TABLE IF EXISTS ${table}`);
  const { priceScale, sizeScale, calendar } = about;
  return {
    key,
    file,
    rows: time.length,
    first: micros(ensure(time[0], 'first row')),
    last: micros(ensure(time[time.length - 1], 'last row')),
    ...{ priceScale, sizeScale, calendar },
    listsEveryTrade: false,
  };
}
