import { dirname, resolve } from 'node:path';

import { openDuckDb } from './duckdb.ts';
import { parquetOptions } from './parquet-form.ts';
import { sqlText } from './sql.ts';
import { storeError } from './store-error.ts';

export type TableColumnType = 'text' | 'number' | 'instant' | 'date';

const SQL_TYPES: Readonly<Record<TableColumnType, string>> = {
  text: 'VARCHAR',
  number: 'DOUBLE',
  instant: 'TIMESTAMP',
  date: 'DATE',
};

export interface TableFiles {
  readonly csv: string;
  readonly parquet: string;
  /** Of each column, in the order of the header. */
  readonly types: Readonly<Record<string, TableColumnType>>;
}

/** Writes CSV files that this program made (a header, RFC 4180) as Parquet; an empty field is no value. */
export async function csvToParquet(files: readonly TableFiles[]): Promise<void> {
  const folders = new Set(files.flatMap(({ csv, parquet }) => [dirname(resolve(csv)), dirname(resolve(parquet))]));
  const db = await openDuckDb({ allowed: [...folders] });
  try {
    for (const { csv, parquet, types } of files) {
      const columns = Object.entries(types).map(([name, type]) => `${sqlText(name)}: ${sqlText(SQL_TYPES[type])}`);
      const rows = `read_csv(${sqlText(resolve(csv))}, header = true, delim = ',', quote = '"', escape = '"', auto_detect = false, columns = {${columns.join(', ')}})`;
      await db.run(`COPY (SELECT * FROM ${rows}) TO ${sqlText(resolve(parquet))} (${parquetOptions()})`);
    }
  } catch (error) {
    throw storeError(error, 'writing tables as Parquet', [...folders][0] ?? '');
  } finally {
    await db.close();
  }
}
