import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { openDuckDb } from '../../electron/store/duckdb.ts';
import { copyTo } from '../../electron/store/copy-to.ts';
import type { NormalisedFile } from '../../electron/store/normalised.ts';
import { storedSelect } from '../../electron/store/schema.ts';
import { readParquet } from '../../electron/store/sql.ts';
import { openStore, type Store } from '../../electron/store/store.ts';
import type { Interval } from '../../shared/market/interval.ts';
import type { Sampling, SeriesKey } from '../../shared/market/series.ts';
import { micros } from '../../shared/market/time.ts';

const SCALES = { priceScale: 4, sizeScale: 0 };
const SOURCE = 'lean';

/** A store in a temporary folder with canonical recorded files, staged without the importer. Paths are relative to the recorded data and
 * name what they hold, as `us_equity/1s/bars/SPY_1s_2013-10-07_2013-10-11.parquet` does. */
export async function realStore(
  folder: string,
  files: readonly string[],
): Promise<{ readonly store: Store; remove(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tapedeck-real-'));
  const store = await openStore({ dataDir, mode: 'write' });
  const staging = await store.staging();
  const db = await openDuckDb({ allowed: [folder, staging] });
  try {
    const normalised: NormalisedFile[] = [];
    for (const path of files) {
      const key = keyOfPath(path);
      const from = readParquet([join(folder, path)]);
      const [row] = await db.rows(
        `SELECT count(*)::DOUBLE, epoch_us(min(ts))::DOUBLE, epoch_us(max(ts))::DOUBLE FROM ${from}`,
      );
      const [rows, first, last] = (row ?? []).map(Number) as [number, number, number];
      const file = join(staging, basename(path));
      const source = key.kind === 'trades' ? `(SELECT *, 0 AS side FROM ${from})` : from;
      const select = `SELECT ${storedSelect(key.kind, SCALES)} FROM ${source} ORDER BY ts`;
      await copyTo(db, file, { kind: key.kind, select, head: source });
      const sha256 = createHash('sha256').update(path).digest('hex');
      const range = { first: micros(first), last: micros(last) };
      const series = { key, file, rows, ...range, ...SCALES, calendar: 'us-equities', listsEveryTrade: false };
      normalised.push({ sha256, path, rowsRead: rows, duplicates: 0, replaced: 0, rejections: [], series: [series] });
    }
    await store.commitFiles(normalised);
  } finally {
    await db.close();
  }
  return {
    store,
    async remove() {
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function keyOfPath(path: string): SeriesKey {
  const [symbol = '', second = '', third = ''] = basename(path).split('_');
  if (second === 'quotes') return { kind: 'quotes', symbol, sampled: third as Sampling, source: SOURCE };
  if (second === 'trades') return { kind: 'trades', symbol, source: SOURCE };
  return { kind: 'bars', symbol, interval: second as Interval, source: SOURCE };
}
