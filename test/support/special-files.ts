import { execFileSync } from 'node:child_process';
import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { tableFromArrays, tableToIPC } from 'apache-arrow';

import type { DuckDb } from '../../electron/store/duckdb.ts';
import { sqlText } from '../../electron/store/sql.ts';
import { manyRowGroups } from './many-row-groups.ts';
import { sessionCsv } from './session-csv.ts';
import { zip } from './zip.ts';

const DAY = '2014-06-02';
const HEAD = 'ts,symbol,open,high,low,close,volume\n';
const good = (minutes = 60): string => sessionCsv([DAY], minutes);

/** Rows stored, with rows rejected; or why it is refused; or `nothing` where there is no file to report. */
export type SpecialOutcome = { readonly stored: number; readonly rejected?: number } | RegExp | 'nothing';

/** What it takes to make special files. */
export interface SpecialFolder {
  readonly path: string;
  readonly database: DuckDb;
}

export interface SpecialFile {
  readonly title: string;
  readonly expected: SpecialOutcome;
  /** Makes it in a folder of its own; answers the path to import. */
  readonly make: (folder: SpecialFolder) => Promise<string>;
}

type Content = string | Uint8Array;

function file(title: string, name: string, content: Content | (() => Content), expected: SpecialOutcome): SpecialFile {
  const make = async ({ path }: SpecialFolder): Promise<string> => {
    await writeFile(join(path, name), typeof content === 'function' ? content() : content);
    return join(path, name);
  };
  return { title, expected, make };
}

function parquet(title: string, query: string, expected: SpecialOutcome, bytes?: number): SpecialFile {
  const make = async ({ path, database }: SpecialFolder): Promise<string> => {
    const made = join(path, 'SPY_1m.parquet');
    await database.run(`COPY (${query}) TO ${sqlText(made)} (FORMAT parquet)`);
    if (bytes !== undefined) await truncate(made, bytes);
    return made;
  };
  return { title, expected, make };
}

function made(title: string, expected: SpecialOutcome, make: (path: string) => unknown, name = 'x.csv'): SpecialFile {
  const run = async ({ path }: SpecialFolder): Promise<string> => {
    await make(join(path, name));
    return join(path, name);
  };
  return { title, expected, make: run };
}

const bars = (values: string, rows = 60): string =>
  `SELECT '${DAY} 13:30:00+00'::TIMESTAMPTZ + INTERVAL (i) MINUTE AS ts, 'SPY' AS symbol, ${values} FROM range(${rows}) t(i)`;
const PLAIN = '1.25 AS open, 1.5 AS high, 1.0 AS low, 1.25 AS close, 1 AS volume';
const arrow = (rows: number): Buffer =>
  Buffer.from(tableToIPC(tableFromArrays({ t: new Float64Array(rows), o: new Float64Array(rows) }), 'file'));

const EMPTY: readonly SpecialFile[] = [
  file('an empty file', 'empty.csv', '', /is empty/),
  file('an empty file called Parquet', 'empty.parquet', '', /is empty/),
  file('spaces and line ends', 'blank.csv', ' \n\n \n', /no table|no rows|is empty/),
  file('a packed nothing', 'empty.csv.gz', gzipSync(''), /is empty/),
  file('an archive of nothing', 'x.zip', zip({}), /empty zip archive/),
  file('an archive of an empty file', 'x.zip', zip({ 'a.csv': '' }), /is empty|no data/),
  file('a header without rows', 'x.csv', HEAD, /no rows/),
  parquet('Parquet without rows', bars(PLAIN, 0), /no rows/),
  file('Arrow without rows', 'SPY_1m.arrow', () => arrow(0), /no rows/),
  file('JSON without rows', 'x.json', '{"status": "OK", "results": []}', /no list of rows|no rows/),
];

const DAMAGED: readonly SpecialFile[] = [
  file('a gzip that stops', 'x.csv.gz', () => gzipSync(good()).subarray(0, 500), /gzip/),
  file('a zip that stops', 'x.zip', () => zip({ 'a.csv': good() }).subarray(0, 300), /damaged or cut short/),
  parquet('Parquet that stops', bars(PLAIN), /cut short/, 600),
  file('Arrow that stops', 'SPY_1m.arrow', () => arrow(9).subarray(0, 400), /damaged|cut short/),
  file('JSON that stops', 'x.json', '[{"t": 1, "o": 2', /JSON/),
  file('random bytes', 'x.bin', Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * 7_919) % 256)), /no format that is known/),
  file('zeros', 'x.csv', new Uint8Array(100_000), /no format that is known/),
  file('a hundred megabytes of packed zeros', 'x.csv.gz', () => gzipSync(new Uint8Array(1e8)), /no format that is known/),
  file('the magic of Parquet alone', 'x.parquet', 'PAR1 and some more bytes without an end', /cut short|footer/),
  file('the magic of Arrow alone', 'x.arrow', 'ARROW1 and some more bytes without an end', /damaged/),
  file('the magic of zip alone', 'x.zip', 'PK\x03\x04 and some more bytes without an end', /damaged or cut short/),
  file('the magic of gzip alone', 'x.gz', Buffer.from('\x1f\x8b and some more', 'latin1'), /gzip/),
  file('a text that is no table', 'x.txt', 'To whom it may concern\nregards\n', /no table/),
]; // prettier-ignore

const OTHER_THAN_FILES: readonly SpecialFile[] = [
  { title: 'a missing file', expected: /does not exist/, make: ({ path }) => Promise.resolve(join(path, 'none.csv')) },
  made('a pipe', /no regular file/, (path) => execFileSync('mkfifo', [path])),
  made('a device', /is a link/, (path) => symlink('/dev/zero', path)),
  { title: 'a device by its name', expected: /no regular file/, make: () => Promise.resolve('/dev/zero') },
  made('a socket', /no regular file/, (path) => new Promise((resolve) => {
    const server = createServer().listen(path, () => resolve(server.unref()));
  })),
  made('a link', /is a link/, async (path) => (await writeFile(join(dirname(path), 'real.csv'), good()), symlink('real.csv', path))),
  made('a link out of the folder', /is a link/, (path) => symlink('/etc/passwd', path)),
  made('a link to nothing', /is a link/, (path) => symlink('nothing', path)),
  made('a link to itself', /is a link/, (path) => symlink('x.csv', path)),
  made('a link to a folder', /is a link/, (path) => symlink('..', path)),
  made('an empty folder', 'nothing', (path) => mkdir(path)),
  made('a folder of a pipe, a link and a hidden file', 'nothing', async (path) => {
    await mkdir(path);
    execFileSync('mkfifo', [join(path, 'pipe.csv')]);
    await symlink('/etc/passwd', join(path, 'link.csv'));
    await writeFile(join(path, '.hidden.csv'), good());
  }),
  made('a folder that is its own link', 'nothing', async (path) => (await mkdir(path), symlink('.', join(path, 'again')))),
]; // prettier-ignore

const nested = (depth: number): string => `${'['.repeat(depth)}1${']'.repeat(depth)}`;

const OVERSIZE: readonly SpecialFile[] = [
  parquet('Parquet with a list', "SELECT [1, 2] AS prices, 1 AS ts", /nested/),
  parquet('Parquet with 80 nested lists', `SELECT ${nested(80)} AS prices, 1 AS ts`, /nested/),
  parquet('Parquet with a structure', "SELECT {'a': 1} AS prices, 1 AS ts", /nested/),
  parquet('Parquet with 3,000 columns', `SELECT ${Array.from({ length: 3_000 }, (_, i) => `1 AS c${i}`).join(', ')}`, /more than 2000 columns/),
  file('Parquet with 50,000 row groups', 'SPY_1m.parquet', () => manyRowGroups(50_000), /50000 row groups; at most 20000/),
  file('JSON nested a hundred thousand times', 'x.json', () => nested(100_000), /JSON|no list of rows|recognised/),
  file('CSV of 20,000 columns', 'x.csv', () => `${Array.from({ length: 20_000 }, (_, i) => `c${i}`).join(',')}\n${'1,'.repeat(20_000)}\n`, /20001 columns; at most 2000/),
  file('CSV of one line of five megabytes', 'x.csv', () => `ts,close\n${'x'.repeat(5e6)}\n`, /./),
  file('an archive of 10,001 files', 'x.zip', () => zip(Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`${i}.csv`, '1']))), /more than 10000 files/),
  file('an archive within archives', 'x.gz', () => gzipSync(gzipSync(gzipSync(gzipSync(good())))), /packed more than twice/),
]; // prettier-ignore

const row = (minute: number, prices: string): string =>
  `${DAY}T14:${String(minute).padStart(2, '0')}:00-04:00,SPY,${prices},7\n`;

const VALUES: readonly SpecialFile[] = [
  file('NaN, infinity, nothing and negative prices among good ones', 'spy.csv', () => good() + row(0, 'NaN,NaN,NaN,NaN') + row(1, 'inf,inf,inf,inf') + row(2, ',,,') + row(3, '-1,-1,-2,-1'), { stored: 60, rejected: 4 }),
  parquet('NaN and infinity in Parquet', bars("CASE i WHEN 0 THEN 'NaN'::DOUBLE WHEN 1 THEN 'inf'::DOUBLE ELSE 1.25 END AS open, 1.5::DOUBLE AS high, 1.0::DOUBLE AS low, 1.25::DOUBLE AS close, 1 AS volume"), { stored: 58, rejected: 2 }),
  file('NaN only', 'SPY_1m.csv', () => HEAD + row(0, 'NaN,NaN,NaN,NaN') + row(1, 'NaN,NaN,NaN,NaN'), /No row can be stored|prices|numbers/),
  file('prices of 0 only', 'SPY_1d.csv', 'date,open,high,low,close\n2017-01-03,0,0,0,0\n2017-01-04,0,0,0,0\n', /No row can be stored: 2 price is not above 0/),
  file('a high below the low', 'spy.csv', () => good() + row(0, '5,4,6,5'), { stored: 60, rejected: 1 }),
  file('stamps of no time', 'SPY_1m.csv', 'time,open,high,low,close\nsoon,1,1,1,1\nlater,1,1,1,1\n', /not a stamp/),
  file('columns of raw bytes called prices', 'SPY_1m.csv', () => `time,open,high,low,close\n${`${DAY},\x01,\x02,\x03,\x04\n`.repeat(9)}`, /no format that is known/),
  parquet('columns of raw bytes', bars("'x'::BLOB AS open, 'x'::BLOB AS high, 'x'::BLOB AS low, 'x'::BLOB AS close"), /raw bytes/),
]; // prettier-ignore

/** Names that mean something to a shell, a pattern, SQL, a URL, a path or a terminal. */
const NAMES = [
  'br[ab].csv', 'a*.csv', 'a?.csv', '{a,b}.csv', '**.csv', "it's.csv", '"q".csv', '`id`.csv', '$(id).csv', '$HOME.csv',
  'sp ace.csv', ' lead.csv', 'trail .csv', 'tab\t.csv', 'a\nb.csv', '-rf.csv', '--data.csv', 'a;b.csv', "a'); DROP TABLE raw;--.csv", '%41.csv',
  '%2e%2e.csv', '..csv', '...csv', '~.csv', 'symbol=EVIL.csv', 'file:x.csv', 'https:x.csv', 'a\\b.csv', 'ü.csv', 'ﬀ.csv',
  '日本.csv', '😀.csv', '\u202evsc.csv', 'CON.csv', 'a#b.csv', 'a&b.csv', '__proto__.csv', `${'x'.repeat(240)}.csv`,
]; // prettier-ignore

/** Each beside decoys that a pattern, a decoded or a shortened name would lead to; reading the pipe among them would hang. */
const ODD_NAMES: readonly SpecialFile[] = NAMES.map((name, index) => ({
  title: `a file called ${JSON.stringify(name.slice(0, 40))}`,
  expected: { stored: 30 + index },
  make: async ({ path }: SpecialFolder): Promise<string> => {
    const decoys = ['bra.csv', 'brb.csv', 'ab.csv', 'a.csv', 'b.csv', 'A.csv', 'x.csv'].filter((other) => other !== name);
    for (const decoy of decoys) await writeFile(join(path, decoy), sessionCsv(['2014-06-20'], 7));
    execFileSync('mkfifo', [join(path, 'az.csv')]);
    await writeFile(join(path, name), sessionCsv([`2014-07-${String(1 + index % 3).padStart(2, '0')}`], 30 + index));
    return join(path, name);
  },
})); // prettier-ignore

/** R5, with what is expected of each. */
export const SPECIAL_FILES: readonly SpecialFile[] = [
  ...EMPTY,
  ...DAMAGED,
  ...OTHER_THAN_FILES,
  ...OVERSIZE,
  ...VALUES,
  ...ODD_NAMES,
];
