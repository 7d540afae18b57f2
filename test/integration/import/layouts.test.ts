import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { describe, expect, it } from 'vitest';

import { openDuckDb } from '../../../electron/store/duckdb.ts';
import { sqlText } from '../../../electron/store/sql.ts';
import type { ImportOptions } from '../../../shared/store/import.ts';
import { contentOf, convertForeign } from '../../support/foreign.ts';
import { layoutRows, wall, type LayoutRow } from '../../support/layout-rows.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { zip } from '../../support/zip.ts';

const ROWS = layoutRows();
const NEW_YORK = 'America/New_York';

/** Lines of text, one a row, after a head where there is one. */
const lines = (head: string | undefined, line: (row: LayoutRow) => string, end = '\n'): string =>
  [...(head === undefined ? [] : [head]), ...ROWS.map(line)].map((text) => `${text}${end}`).join('');
const prices = ({ open, high, low, close, volume }: LayoutRow, separator = ','): string =>
  [open.toFixed(2), high.toFixed(2), low.toFixed(2), close.toFixed(2), volume].join(separator);
const utc = (ms: number): string => wall(ms, 'UTC');
const slashes = (text: string, order: 'mdy' | 'dmy'): string => {
  const [year = '', month = '', day = ''] = text.slice(0, 10).split('-');
  return order === 'mdy' ? `${month}/${day}/${year}` : `${day}.${month}.${year}`;
};
const json = (rows: unknown, around: object = {}): string => JSON.stringify({ ...around, results: rows });
const short = ({ ms, open, high, low, close, volume }: LayoutRow, t: unknown = ms) => ({
  t, o: open, h: high, l: low, c: close, v: volume,
}); // prettier-ignore

interface Case {
  /** Relative path of the file, as a user has it. */
  readonly path: string;
  readonly content: string | Uint8Array;
  readonly symbol?: string;
  readonly options?: ImportOptions;
}

/** One layout a line: the same 780 bars, in the form that its source writes. */
const TEXTS: Readonly<Record<string, Case>> = {
  'Polygon flat file, gz': { path: 'us_stocks_sip/minute_aggs_v1/2024-03-04.csv.gz', content: gzipSync(lines('ticker,volume,open,close,high,low,window_start,transactions', (row) => `AAPL,${row.volume},${row.open},${row.close},${row.high},${row.low},${row.ms}000000,12`)) },
  'Polygon aggregates': { path: 'aapl.json', content: json(ROWS.map((row) => ({ ...short(row), vw: row.open, n: 3 })), { ticker: 'AAPL', status: 'OK', resultsCount: ROWS.length }) },
  'Alpaca bars': { path: 'bars.json', content: JSON.stringify({ bars: { AAPL: ROWS.map((row) => ({ ...short(row, new Date(row.ms).toISOString()), n: 3, vw: row.open })) }, next_page_token: null }) },
  'JSON lines': { path: 'AAPL_1m.jsonl', content: lines(undefined, (row) => JSON.stringify({ symbol: 'AAPL', ...short(row) })) },
  'freqtrade JSON': { path: 'AAPL_USD-1m.json', symbol: 'AAPL/USD', content: JSON.stringify(ROWS.map((row) => [row.ms, row.open, row.high, row.low, row.close, row.volume])) },
  'MetaTrader 5, tabs': { path: 'AAPL_M1_202403040930_202403051559.csv', options: { timeZone: NEW_YORK }, content: lines('<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>', (row) => `${wall(row.ms, NEW_YORK).replaceAll('-', '.').replace(' ', '\t')}\t${prices(row, '\t')}\t${row.volume}\t1`, '\r\n') },
  'MetaTrader 4, no names': { path: 'AAPL1.csv', options: { symbol: 'AAPL' }, content: lines(undefined, (row) => `${wall(row.ms, NEW_YORK).slice(0, 16).replaceAll('-', '.').replace(' ', ',')},${prices(row)}`) },
  'TradeStation, end stamps': { path: 'AAPL.txt', content: lines('"Date","Time","Open","High","Low","Close","Up","Down","Vol"', (row) => `${slashes(wall(row.ms + 60_000, NEW_YORK), 'mdy')},${wall(row.ms + 60_000, NEW_YORK).slice(11, 16)},${prices(row).split(',').slice(0, 4).join(',')},1,2,${row.volume}`), options: { dateOrder: 'mdy' } },
  'NinjaTrader, end stamps': { path: 'AAPL.Last.txt', options: { timeZone: NEW_YORK, stamp: 'close' }, content: lines(undefined, (row) => `${wall(row.ms + 60_000, NEW_YORK).replaceAll(/[-:]/g, '')};${prices(row, ';')}`) },
  'FirstRate, no names': { path: 'AAPL_1min.txt', content: lines(undefined, (row) => `${wall(row.ms, NEW_YORK)},${prices(row)}`) },
  'Alpha Vantage, newest first': { path: 'intraday_1min_AAPL.csv', options: { symbol: 'AAPL' }, content: `timestamp,open,high,low,close,volume\n${[...ROWS].reverse().map((row) => `${wall(row.ms, NEW_YORK)},${prices(row)}\n`).join('')}` },
  'Dukascopy': { path: 'AAPL.USUSD_Candlestick_1_M_BID_04.03.2024-05.03.2024.csv', options: { symbol: 'AAPL' }, content: lines('Gmt time,Open,High,Low,Close,Volume', (row) => `${slashes(utc(row.ms), 'dmy')} ${utc(row.ms).slice(11)}.000,${prices(row)}`) },
  'CryptoDataDownload, a line above the names': { path: 'Binance_AAPLUSDT_minute.csv', symbol: 'AAPLUSDT', content: `https://www.CryptoDataDownload.com\n${lines('Unix,Date,Symbol,Open,High,Low,Close,Volume AAPL,Volume USDT,tradecount', (row) => `${row.ms},${utc(row.ms)},AAPLUSDT,${prices(row)},9,4`)}` },
  'Binance klines in microseconds': { path: 'AAPLUSDT-1m-2024-03.csv', symbol: 'AAPLUSDT', content: lines(undefined, (row) => `${row.ms}000,${prices(row)},${row.ms + 59_999}999,1.5,3,1,1,0`) },
  'Databento CSV in units of 1e-9': { path: 'xnas-itch-20240304.ohlcv-1m.csv', content: lines('ts_event,rtype,publisher_id,instrument_id,open,high,low,close,volume,symbol', (row) => `${row.ms}000000,33,2,38,${[row.open, row.high, row.low, row.close].map((price) => `${Math.round(price * 100)}0000000`).join(',')},${row.volume},AAPL`) },
  'Databento CSV with plain prices': { path: 'xnas-itch-20240304.ohlcv-1m.csv', content: lines('ts_event,rtype,publisher_id,instrument_id,open,high,low,close,volume,symbol', (row) => `${utc(row.ms).replace(' ', 'T')}.000000000Z,33,2,38,${prices(row)},AAPL`) },
  'LEAN zip': { path: 'equity/usa/minute/aapl/20240304_trade.zip', content: zip({ '20240304_aapl_minute_trade.csv': lines(undefined, (row) => `${row.ms - Date.parse('2024-03-04T05:00:00Z')},${[row.open, row.high, row.low, row.close].map((price) => Math.round(price * 10_000)).join(',')},${row.volume}`) }) },
  'zip of two days': { path: 'AAPL.zip', content: zip(Object.fromEntries(['2024-03-04', '2024-03-05'].map((day) => [`AAPL_${day}.csv`, `Time,Open,High,Low,Close,Volume\n${ROWS.filter(({ ms }) => utc(ms).startsWith(day)).map((row) => `${utc(row.ms)}Z,${prices(row)}\n`).join('')}`]))) },
  'quoted, CRLF, BOM': { path: 'AAPL 1m.csv', content: `\uFEFF${lines('"Date & Time","Open","High","Low","Close","Volume"', (row) => `"${wall(row.ms, NEW_YORK)}",${prices(row).split(',').map((text) => `"${text}"`).join(',')}`, '\r\n')}` },
  'UTF-16 without a mark, semicolons, decimal comma': { path: 'AAPL_1m.csv', content: Buffer.from(lines('Datum;Zeit;Open;High;Low;Close;Volume', (row) => `${slashes(wall(row.ms, NEW_YORK), 'dmy')};${wall(row.ms, NEW_YORK).slice(11)};${prices(row, ';').replaceAll('.', ',')}`), 'utf16le'), options: { dateOrder: 'dmy' } },
  'comments above and below, pipes': { path: 'AAPL_1m.psv', content: `# exported by a tool\n# times in UTC\n${lines('ts|open|high|low|close|volume', (row) => `${utc(row.ms).replace(' ', 'T')}Z|${prices(row, '|')}`)}# end\n` },
  'a header with a name too few': { path: 'AAPL_1m.csv', content: lines('Date,Open,High,Low,Close,Volume', (row) => `${wall(row.ms, NEW_YORK).replace(' ', ',')},${prices(row)}`) },
  'thousands separators and dollars': { path: 'AAPL_1m.csv', content: lines('Time,Open,High,Low,Close,Volume', (row) => `${utc(row.ms)}Z,${[row.open, row.high, row.low, row.close].map((price) => `$${price.toFixed(2)}`).join(',')},"${row.volume.toLocaleString('en-US')}"`) },
  'twelve-hour clock': { path: 'AAPL_1m.csv', options: { dateOrder: 'mdy' }, content: lines('Time,Open,High,Low,Close,Volume', (row) => `${new Intl.DateTimeFormat('en-US', { timeZone: NEW_YORK, dateStyle: 'short', timeStyle: 'medium' }).format(row.ms).replace('\u202F', ' ').replace(',', '')},${prices(row)}`) },
  'epoch seconds with a fraction': { path: 'AAPL_1m.csv', content: lines('time,open,high,low,close,volume', (row) => `${row.ms / 1000}.0,${prices(row)}`) },
  'decimal commas in quotes between commas': { path: 'AAPL_1m.csv', content: lines('Time,Open,High,Low,Close,Volume', (row) => `${utc(row.ms)}Z,${prices(row, ';').split(';').map((text) => `"${text.replace('.', ',')}"`).join(',')}`) },
  'offset in each stamp': { path: 'AAPL_1m.tsv', content: lines('time\topen\thigh\tlow\tclose\tvolume', (row) => `${wall(row.ms, NEW_YORK).replace(' ', 'T')}-0500\t${prices(row, '\t')}`) },
}; // prettier-ignore

/** Types of a Parquet time column: an expression over the instant `ts`. */
const PARQUET_TIMES: Readonly<Record<string, string>> = {
  'TIMESTAMP in ns': 'make_timestamp_ns(epoch_ns(ts))',
  'TIMESTAMP in us': "ts AT TIME ZONE 'UTC'",
  'TIMESTAMP in ms': "(ts AT TIME ZONE 'UTC')::TIMESTAMP_MS",
  'TIMESTAMP in s': "(ts AT TIME ZONE 'UTC')::TIMESTAMP_S",
  'TIMESTAMP with a zone': 'ts',
  'TIMESTAMP of New York': `ts AT TIME ZONE '${NEW_YORK}'`,
  'integers of ns': 'epoch_ns(ts)',
  'integers of us': 'epoch_us(ts)',
  'integers of ms': 'epoch_ms(ts)',
  'integers of s': 'epoch(ts)::BIGINT',
  'doubles of s': 'epoch(ts)',
  'text with Z': "strftime(ts AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ')",
  'text with an offset': "strftime(ts AT TIME ZONE 'UTC', '%Y-%m-%d %H:%M:%S+00:00')",
  'text of New York': `strftime(ts AT TIME ZONE '${NEW_YORK}', '%Y-%m-%d %H:%M:%S')`,
};

/** The rows as a canonical Parquet file: what each layout must become. */
async function canonical(folder: string, time = 'ts', name = 'expected.parquet', columns = 'open, high, low, close, volume'): Promise<string> {
  const [text, path] = [join(folder, 'rows.csv'), join(folder, name)];
  await writeFile(text, lines('ms,open,high,low,close,volume', (row) => `${row.ms},${prices(row)}`));
  await mkdir(dirname(path), { recursive: true });
  const db = await openDuckDb({ allowed: [folder] });
  await db.run(
    `COPY (SELECT ${time} AS ts, ${columns} FROM (SELECT *, to_timestamp(ms / 1000) AS ts FROM read_csv(${sqlText(text)})) ORDER BY ms) TO ${sqlText(path)} (FORMAT parquet)`,
  );
  await db.close();
  return path;
} // prettier-ignore

async function expectRows(folder: string, path: string, options: ImportOptions, symbol: string): Promise<void> {
  const scratch = await tempDir();
  const made = await convertForeign(scratch, join(folder, path), options);
  expect(made.rejections).toEqual([]);
  expect(made.series.map(({ key }) => key)).toEqual([{ kind: 'bars', symbol, interval: '1m', source: 'import' }]);
  expect(await contentOf('bars', made.series[0]?.file ?? '')).toEqual(
    await contentOf('bars', await canonical(scratch)),
  );
}

describe('one session of bars becomes the same rows', () => {
  it.each(Object.entries(TEXTS))('from %s', async (_name, { path, content, options = {}, symbol = 'AAPL' }) => {
    const folder = await tempDir();
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
    await expectRows(folder, path, options, symbol);
  });

  it.each(Object.entries(PARQUET_TIMES))('from Parquet with %s', async (_name, time) => {
    const folder = await tempDir();
    await canonical(folder, time, 'AAPL_1m.parquet');
    await expectRows(folder, 'AAPL_1m.parquet', {}, 'AAPL');
  });

  it('from a hive folder that holds the symbol', async () => {
    const folder = await tempDir();
    await canonical(folder, 'ts', 'symbol=AAPL/year=2024/part-0.parquet');
    await expectRows(folder, 'symbol=AAPL/year=2024/part-0.parquet', {}, 'AAPL');
  });

  it.each(['file', 'stream'] as const)('from an Arrow %s', async (form) => {
    const folder = await tempDir();
    const column = (pick: (row: LayoutRow) => number): Float64Array => Float64Array.from(ROWS, pick);
    const table = tableFromArrays({
      date: ROWS.map(({ ms }) => new Date(ms)),
      open: column(({ open }) => open),
      high: column(({ high }) => high),
      low: column(({ low }) => low),
      close: column(({ close }) => close),
      volume: column(({ volume }) => volume),
    });
    await writeFile(join(folder, 'AAPL_1m.feather'), tableToIPC(table, form));
    await expectRows(folder, 'AAPL_1m.feather', {}, 'AAPL');
  });
});

describe('what a layout must not hide', () => {
  const imported = async (path: string, content: string, options: ImportOptions = {}) => {
    const folder = await tempDir();
    await writeFile(join(folder, path), content);
    return convertForeign(await tempDir(), join(folder, path), options);
  };

  it('keeps the lists of all symbols of a JSON answer', async () => {
    const list = ROWS.map((row) => short(row));
    const made = await imported('bars.json', JSON.stringify({ bars: { AAPL: list, MSFT: list.slice(0, 400) } }));
    expect(made.series.map(({ key, rows }) => [key.symbol, rows])).toEqual([
      ['AAPL', 780],
      ['MSFT', 400],
    ]);
  });

  it('refuses a JSON of several lists that no symbol tells apart', async () => {
    const list = ROWS.map((row) => short(row));
    await expect(imported('AAPL.json', JSON.stringify({ before: list, after: list }))).rejects.toThrow(
      'several lists of rows (before, after)',
    );
  });

  it('stores no bar with a volume of 0 in place of one that it cannot read', async () => {
    const made = await imported(
      'AAPL_1m.csv',
      lines('time,open,high,low,close,volume', (row) => `${row.ms},${prices(row)}${row === ROWS[5] ? 'K' : ''}`),
    );
    expect(made.rejections).toEqual([{ reason: 'volume is no number', rows: 1, firstRow: 6 }]);
  });

  it('reads who took a trade from both letters of Databento', async () => {
    const sides = ['A', 'B', 'N'];
    const made = await imported(
      'trades.csv',
      lines(
        'ts_event,rtype,publisher_id,instrument_id,action,side,price,size,symbol',
        (row) => `${row.ms}001000,0,2,38,T,${sides[row.volume % 3] ?? ''},${Math.round(row.open * 100)}0000000,1,AAPL`,
      ),
    );
    const [series] = made.series;
    const db = await openDuckDb({ allowed: [dirname(series?.file ?? '')] });
    const counts = await db.rows(
      `SELECT side::DOUBLE, count(*)::DOUBLE, max(price)::DOUBLE FROM ${sqlText(series?.file ?? '')} GROUP BY side ORDER BY side`,
    );
    await db.close();
    const expected = [2, 1, 0].map((rest) => ROWS.filter(({ volume }) => volume % 3 === rest));
    expect(counts).toEqual(
      [0, 1, 2].map((side) => [
        side,
        expected[side]?.length,
        Math.max(...(expected[side] ?? []).map(({ open }) => open)),
      ]),
    );
  });
});
