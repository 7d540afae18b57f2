import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { openDuckDb } from '../../../electron/store/duckdb.ts';
import { sqlText } from '../../../electron/store/sql.ts';
import { convertForeign, inspectForeign } from '../../support/foreign.ts';
import { importRig, sessionCsv } from '../../support/importers.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** Writes the rows of a query as Parquet and answers its path. */
async function parquet(folder: string, name: string, query: string): Promise<string> {
  const path = join(folder, name);
  const db = await openDuckDb({ allowed: [folder] });
  await db.run(`COPY (${query}) TO ${sqlText(path)} (FORMAT parquet)`);
  await db.close();
  return path;
}

// What special files and odd names come to, one by one, is R5 of the gauntlet (test/support/special-files.ts).
it('reports each special file of a list, and imports the good one among them', async () => {
  const { importer, folder, write } = await importRig();
  const good = await write('spy.csv', sessionCsv(['2014-06-02']));
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  const { files } = await importer.importPaths([join(folder, 'pipe'), join(folder, 'none'), good], {});
  expect(files.map(({ status }) => status)).toEqual(['refused', 'refused', 'imported']);
});

describe('names inside of files and folders that mean something elsewhere', () => {
  it('takes no column from a folder called symbol=EVIL when the file names its symbol', async () => {
    const folder = await tempDir();
    await mkdir(join(folder, 'symbol=EVIL'));
    const path = await parquet(
      join(folder, 'symbol=EVIL'),
      'x.parquet',
      "SELECT '2014-06-02 13:30:00+00'::TIMESTAMPTZ + INTERVAL (i) MINUTE AS ts, 'SPY' AS symbol, 1.0 AS open, 1.0 AS high, 1.0 AS low, 1.0 AS close, 1 AS volume FROM range(60) t(i)",
    );
    const made = await convertForeign(folder, path);
    expect(made.series.map(({ key }) => key.symbol)).toEqual(['SPY']);
  });

  it('keeps column names and symbols that look like SQL as text', async () => {
    const folder = await tempDir();
    const csv = `"time'); DROP TABLE raw;--",symbol,open,high,low,close\n${Array.from({ length: 40 }, (_, i) => `2014-06-02T13:${String(i).padStart(2, '0')}:00Z,"x'; SELECT 1;--",1,2,1,2`).join('\n')}\n`;
    await writeFile(join(folder, 'x.csv'), csv);
    const found = await inspectForeign(folder, join(folder, 'x.csv'), { map: { "time'); DROP TABLE raw;--": 'time' } });
    expect(found).toMatchObject({ status: 'ready', guess: { symbols: ["x'; SELECT 1;--"] } });
  });
});
