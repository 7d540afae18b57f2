import { execFileSync } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
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

describe('files that are no data are refused with their reason, quickly', () => {
  const CASES: readonly (readonly [string, (folder: string) => Promise<string>, RegExp])[] = [
    ['an empty file', async (folder) => touch(folder, 'empty.csv', ''), /is empty/],
    ['a missing file', async (folder) => join(folder, 'none.csv'), /does not exist/],
    ['a pipe', async (folder) => (execFileSync('mkfifo', [join(folder, 'pipe')]), join(folder, 'pipe')), /no regular file/],
    ['a link', async (folder) => (await symlink(await touch(folder, 'real.csv', sessionCsv(['2014-06-02'])), join(folder, 'link.csv')), join(folder, 'link.csv')), /is a link/],
    ['a link out of the folder', async (folder) => (await symlink('/etc/passwd', join(folder, 'x.csv')), join(folder, 'x.csv')), /is a link/],
    ['random bytes', async (folder) => touch(folder, 'x.bin', Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * 7_919) % 256))), /no format that is known/],
    ['wrong magic at the end', async (folder) => touch(folder, 'x.parquet', 'PAR1 and some more bytes without an end'), /cut short|footer/],
    ['a text that is no table', async (folder) => touch(folder, 'x.txt', 'To whom it may concern\nregards\n'), /no table/],
    ['a header without rows', async (folder) => touch(folder, 'x.csv', 'ts,symbol,open,high,low,close,volume\n'), /no rows/],
    ['a gzip that stops', async (folder) => touch(folder, 'x.csv.gz', gzipSync(sessionCsv(['2014-06-02'])).subarray(0, 500)), /gzip/],
    ['Parquet with nested columns', async (folder) => parquet(folder, 'x.parquet', 'SELECT [1, 2] AS prices, 1 AS ts'), /nested/],
    ['Parquet without rows', async (folder) => parquet(folder, 'x.parquet', "SELECT now() AS ts, 'A' AS symbol, 1.0 AS open, 1.0 AS high, 1.0 AS low, 1.0 AS close WHERE false"), /no rows/],
    ['JSON that stops', async (folder) => touch(folder, 'x.json', '[{"t": 1, "o": 2'), /JSON/],
    ['JSON without rows', async (folder) => touch(folder, 'x.json', '{"status": "OK"}'), /no list of rows/],
    ['columns of raw bytes', async (folder) => parquet(folder, 'x.parquet', "SELECT now() AS ts, 'A' AS symbol, 'x'::BLOB AS open, 'x'::BLOB AS high, 'x'::BLOB AS low, 'x'::BLOB AS close"), /raw bytes/],
    ['prices of 0 only', async (folder) => touch(folder, 'SPY_1d.csv', 'date,open,high,low,close\n2017-01-03,0,0,0,0\n2017-01-04,0,0,0,0\n'), /No row can be stored: 2 price is not above 0/],
    ['stamps of no time', async (folder) => touch(folder, 'SPY_1m.csv', 'time,open,high,low,close\nsoon,1,1,1,1\nlater,1,1,1,1\n'), /not a stamp/],
  ]; // prettier-ignore

  async function touch(folder: string, name: string, content: string | Uint8Array): Promise<string> {
    const { writeFile } = await import('node:fs/promises');
    await writeFile(join(folder, name), content);
    return join(folder, name);
  }

  it.each(CASES)('%s', async (_name, make, reason) => {
    const folder = await tempDir();
    await mkdir(join(folder, 'in'));
    const path = await make(join(folder, 'in'));
    await expect(convertForeign(folder, path)).rejects.toThrow(reason);
  });

  it('refuses a folder that is named as a file, and reports each special file of a list', async () => {
    const { importer, folder, write } = await importRig();
    const good = await write('spy.csv', sessionCsv(['2014-06-02']));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const { files } = await importer.importPaths([join(folder, 'pipe'), join(folder, 'none'), good], {});
    expect(files.map(({ status }) => status)).toEqual(['refused', 'refused', 'imported']);
  });
});

describe('names that mean something elsewhere', () => {
  const NAMES = [
    'br[ab].csv',
    'a*.csv',
    "it's.csv",
    'sp ace.csv',
    '-rf.csv',
    'a;b.csv',
    '"q".csv',
    '%41.csv',
    'ü.csv',
    'symbol=EVIL.csv',
    '$(id).csv',
    '..csv',
    'a\nb.csv',
  ];

  it('are read as they are, each its own file and no other', async () => {
    const { importer, write } = await importRig();
    await write('bra.csv', sessionCsv(['2014-06-09'], 30));
    const paths: string[] = [];
    for (const [index, name] of NAMES.entries())
      paths.push(await write(name, sessionCsv([`2014-07-${10 + index}`], 60)));
    const { files } = await importer.importPaths(paths, {});
    expect(files.map(({ path, status, rowsStored }) => [path, status, rowsStored])).toEqual(
      paths.map((path) => [path, 'imported', 60]),
    );
  });

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
    const { writeFile } = await import('node:fs/promises');
    await writeFile(join(folder, 'x.csv'), csv);
    const found = await inspectForeign(folder, join(folder, 'x.csv'), { map: { "time'); DROP TABLE raw;--": 'time' } });
    expect(found).toMatchObject({ status: 'ready', guess: { symbols: ["x'; SELECT 1;--"] } });
  });
});
