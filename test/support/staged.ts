import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { NormalisedFile, NormalisedSeries } from '../../electron/store/normalised.ts';
import { openDuckDb, type DuckDb } from '../../electron/store/duckdb.ts';
import { copyTo } from '../../electron/store/copy-to.ts';
import { storedSelect } from '../../electron/store/schema.ts';
import { parseInterval } from '../../shared/market/interval.ts';
import { scaleOf } from '../../shared/market/price.ts';
import type { Sampling, SeriesKey } from '../../shared/market/series.ts';
import { micros, parseIso } from '../../shared/market/time.ts';

/** Rows as they lie in the schema, prices as decimal text or numbers: `[iso or micros, ...values]`; `undefined` is NULL. */
export type Row = readonly [time: string | number, ...values: (number | string | undefined)[]];

export interface StagedSeries {
  readonly key: SeriesKey;
  readonly rows: readonly Row[];
  readonly priceScale?: number;
  readonly sizeScale?: number;
  readonly calendar?: string;
  readonly listsEveryTrade?: boolean;
}

export const barsKey = (symbol: string, interval = '1s', source = 'test'): SeriesKey => {
  const parsed = parseInterval(interval);
  if (parsed === undefined) throw new Error(`${interval} is no interval`);
  return { kind: 'bars', symbol, interval: parsed, source };
};
export const quotesKey = (symbol: string, sampled: Sampling = 'event', source = 'test'): SeriesKey => ({
  kind: 'quotes',
  symbol,
  sampled,
  source,
});
export const tradesKey = (symbol: string, source = 'test'): SeriesKey => ({ kind: 'trades', symbol, source });

export const at = (time: string | number): number => {
  if (typeof time === 'number') return time;
  const parsed = parseIso(time);
  if (parsed === undefined) throw new Error(`${time} is no instant`);
  return parsed;
};

const COLUMNS = {
  bars: ['ts', 'open', 'high', 'low', 'close', 'volume'],
  quotes: ['ts', 'bid', 'ask', 'bid_size', 'ask_size'],
  trades: ['ts', 'price', 'size', 'side'],
} as const;

/** Stands in for the import child: writes rows as staged Parquet files, in the order given. */
export class Stager {
  readonly #db: DuckDb;
  readonly #folder: string;

  private constructor(db: DuckDb, folder: string) {
    this.#db = db;
    this.#folder = folder;
  }

  static async open(folder: string): Promise<Stager> {
    return new Stager(await openDuckDb({ allowed: [folder], threads: 1 }), folder);
  }

  /** One foreign file of the given series; its hash follows from the name (and from the rows, so that other rows are another file). */
  async file(name: string, ...series: readonly StagedSeries[]): Promise<NormalisedFile> {
    const staged: NormalisedSeries[] = [];
    for (const one of series) staged.push(await this.#stage(one));
    const text = name + JSON.stringify(series.map(({ key, rows }) => [key, rows]));
    return {
      sha256: createHash('sha256').update(text).digest('hex'),
      path: name,
      rowsRead: series.reduce((sum, { rows }) => sum + rows.length, 0),
      duplicates: 0,
      replaced: 0,
      rejections: [],
      series: staged,
    };
  }

  /** One foreign file of `count` rows made by SQL from the row number `i`: for series longer than rows can be written out. Stamps are whole micros. */
  async generated(
    name: string,
    key: SeriesKey,
    count: number,
    columns: string,
    stamp: string,
  ): Promise<NormalisedFile> {
    const file = join(this.#folder, `${randomUUID()}.parquet`);
    const scales = { priceScale: 2, sizeScale: 0 };
    await this.#db.run(
      `CREATE OR REPLACE TEMP TABLE staged AS SELECT make_timestamptz(${stamp}) AS ts, ${columns} FROM range(${count}) AS t(i)`,
    );
    const select = `SELECT ${storedSelect(key.kind, scales)} FROM staged ORDER BY ts`;
    await copyTo(this.#db, file, { kind: key.kind, select, head: 'staged' });
    const [ends] = await this.#db.rows('SELECT epoch_us(min(ts))::DOUBLE, epoch_us(max(ts))::DOUBLE FROM staged');
    const [first, last] = (ends ?? []).map((time) => micros(Number(time)));
    if (first === undefined || last === undefined) throw new Error('no rows were generated');
    const series = { key, file, rows: count, first, last, ...scales, calendar: '24x7', listsEveryTrade: false };
    const sha256 = createHash('sha256').update(`${name} ${count} ${columns} ${stamp}`).digest('hex');
    return { sha256, path: name, rowsRead: count, duplicates: 0, replaced: 0, rejections: [], series: [series] };
  }

  close(): Promise<void> {
    return this.#db.close();
  }

  async #stage({
    key,
    rows,
    calendar = '24x7',
    listsEveryTrade = false,
    ...scales
  }: StagedSeries): Promise<NormalisedSeries> {
    const isSize = (index: number): boolean => /size|volume/.test(COLUMNS[key.kind][index] ?? '');
    const places = (pick: (index: number) => boolean): number =>
      Math.max(
        0,
        ...rows.flatMap((row) =>
          row.slice(1).map((value, i) => (pick(i + 1) ? (scaleOf(Number(value ?? 0)) ?? 9) : 0)),
        ),
      );
    const isSide = (index: number): boolean => COLUMNS[key.kind][index] === 'side';
    const priceScale = scales.priceScale ?? places((index) => !isSize(index) && !isSide(index));
    const sizeScale = scales.sizeScale ?? places(isSize);
    const values = rows
      .map(([time, ...rest]) => `(make_timestamptz(${at(time)}), ${rest.map((value) => value ?? 'NULL').join(', ')})`)
      .join(', ');
    const file = join(this.#folder, `${randomUUID()}.parquet`);
    await this.#db.run(
      `CREATE OR REPLACE TEMP TABLE staged AS SELECT * FROM (VALUES ${values}) AS t(${COLUMNS[key.kind].join(', ')})`,
    );
    const select = `SELECT ${storedSelect(key.kind, { priceScale, sizeScale })} FROM staged`;
    await copyTo(this.#db, file, { kind: key.kind, select, head: 'staged' });
    const times = rows.map(([time]) => at(time));
    return {
      key,
      file,
      rows: rows.length,
      first: micros(Math.min(...times)),
      last: micros(Math.max(...times)),
      priceScale,
      sizeScale,
      calendar,
      listsEveryTrade,
    };
  }
}
