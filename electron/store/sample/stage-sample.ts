import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { throwIfCancelled, type CancelSignal } from '../../../shared/lang/cancel.ts';
import { ONE_MINUTE, ONE_SECOND } from '../../../shared/market/interval.ts';
import type { SeriesKey } from '../../../shared/market/series.ts';
import type { ReportProgress } from '../../../shared/store/job.ts';
import { openDuckDb, type DuckDb } from '../duckdb.ts';
import type { ExportColumns } from '../export-rows.ts';
import type { NormalisedFile, NormalisedSeries } from '../normalised.ts';
import { stageRows } from '../stage-rows.ts';
import { generateSample, type SampleSpec, type SampleSymbol } from './generator.ts';

/** Changes whenever the same spec makes other values, so that stored sample data are known again (E3) only where they are the same. */
const GENERATOR_VERSION = 1;

export const SAMPLE_SOURCE = 'sample';
const CALENDAR = 'us-equities';
const SCALES = { priceScale: 2, sizeScale: 0 };

export interface StageOptions {
  /** An existing folder; the caller commits or removes the files. */
  readonly folder: string;
  readonly signal?: CancelSignal;
  readonly progress?: ReportProgress;
}

/** Makes sample data and stages it for {@link Store.commitFiles}, a file for each symbol with its 1s bars, 1m bars and quotes. */
export async function stageSample(spec: SampleSpec, options: StageOptions): Promise<NormalisedFile[]> {
  const files: NormalisedFile[] = [];
  // A year of seconds is larger than DuckDB's memory.
  const tempDir = join(options.folder, 'sample-spill');
  const db = await openDuckDb({ allowed: [options.folder], tempDir });
  try {
    for (const made of generateSample(spec)) {
      throwIfCancelled(options.signal, 'Making sample data');
      files.push(await stageSymbol(db, spec, made, options.folder));
      options.progress?.(files.length / spec.profiles.length, `${files.length} of ${spec.profiles.length} symbols`);
    }
  } finally {
    await db.close();
    await rm(tempDir, { recursive: true, force: true });
  }
  return files;
}

async function stageSymbol(db: DuckDb, spec: SampleSpec, made: SampleSymbol, folder: string): Promise<NormalisedFile> {
  const { symbol } = made;
  const identity = specHash(spec, symbol);
  const bars = (interval: typeof ONE_SECOND): SeriesKey => ({ kind: 'bars', symbol, interval, source: SAMPLE_SOURCE });
  const all: [SeriesKey, ExportColumns][] = [
    [bars(ONE_SECOND), { kind: 'bars', columns: made.seconds }],
    [bars(ONE_MINUTE), { kind: 'bars', columns: made.minutes }],
    [
      { kind: 'quotes', symbol, sampled: 'event', source: SAMPLE_SOURCE },
      { kind: 'quotes', columns: made.quotes },
    ],
  ];
  const series: NormalisedSeries[] = [];
  for (const [key, rows] of all) {
    if (rows.columns.time.length === 0) continue;
    const file = join(folder, `sample-${identity.slice(0, 16)}-${series.length}.parquet`);
    series.push(await stageRows(db, file, key, rows, { ...SCALES, calendar: CALENDAR }));
  }
  const rowsRead = series.reduce((sum, { rows }) => sum + rows, 0);
  return {
    sha256: identity,
    path: `sample of ${symbol}`,
    rowsRead,
    duplicates: 0,
    replaced: 0,
    rejections: [],
    series,
  };
}

/** Stands for the hash of a foreign file: the same spec makes the same rows. */
function specHash(spec: SampleSpec, symbol: string): string {
  const { seed, withLosses, withQuotes, sessions, profiles } = spec;
  const profile = profiles.find((one) => one.symbol === symbol);
  const dates = sessions.map(({ date, open, close }) => [date, open, close]);
  const text = JSON.stringify({ version: GENERATOR_VERSION, seed, withLosses, withQuotes, dates, profile });
  return createHash('sha256').update(text).digest('hex');
}
