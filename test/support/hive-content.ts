import { DuckDBInstance } from '@duckdb/node-api';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const COLUMNS: Readonly<Record<string, string>> = {
  bars: 'open, high, low, close, volume',
  quotes: 'bid, ask, bid_size, ask_size',
  trades: 'price, size, side',
};

/** What another program reads from the idle data folder by its hive paths alone: symbol and source come from the folders as DuckDB decodes
 * them, rows from every file there is. Keyed like the catalogue's ids. */
export async function hiveContent(dataDir: string): Promise<Record<string, (number | null)[][]>> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const content: Record<string, (number | null)[][]> = {};
    for (const folder of await seriesFolders(dataDir)) {
      const [kind = '', grid = ''] = folder.split('/');
      const files = `${join(dataDir, folder)}/*.parquet`.replaceAll("'", "''");
      const result = await connection.runAndReadAll(
        `SELECT symbol, source, epoch_us(ts)::DOUBLE, COLUMNS(['${(COLUMNS[kind] ?? '').replaceAll(', ', "','")}'])::VARCHAR ` +
          `FROM read_parquet('${files}', hive_partitioning = true, hive_types = {symbol: VARCHAR, source: VARCHAR}, file_row_number = true) ` +
          `ORDER BY ts, filename, file_row_number`,
      );
      for (const [symbol, source, time, ...values] of result.getRows()) {
        const parts = [
          kind,
          ...(kind === 'trades' ? [] : [grid]),
          encodeURIComponent(String(symbol)),
          encodeURIComponent(String(source)),
        ];
        const row = [Number(time), ...values.map((value) => (value === null ? null : Number(value)))];
        (content[parts.join('/')] ??= []).push(row);
      }
    }
    return content;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** The rows of `contentOf`, to compare with what others read. */
export function rowsBySeries(content: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(content).map(([id, series]) => [id, (series as { rows: unknown }).rows]));
}

async function seriesFolders(dataDir: string): Promise<string[]> {
  const folders = new Set<string>();
  for (const kind of Object.keys(COLUMNS)) {
    const names = await readdir(join(dataDir, kind), { recursive: true }).catch(() => []);
    for (const name of names)
      if (name.endsWith('.parquet')) folders.add(`${kind}/${dirname(name).replaceAll('\\', '/')}`);
  }
  return [...folders].sort();
}
