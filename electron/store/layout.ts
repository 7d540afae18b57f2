import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { SeriesKey } from '../../shared/market/series.ts';
import { symbolToPath } from '../../shared/market/symbol-path.ts';
import { formatIso, type Micros } from '../../shared/market/time.ts';

/** Folders of the data folder. What is emptied without looking lies in `.tapedeck`, so that a data folder that holds other things too keeps them. Data of series lie in `bars`, `quotes` and `trades`, readable by any engine that knows hive paths. */
export interface StoreLayout {
  readonly dataDir: string;
  readonly manifests: string;
  /** Files on their way into the store; emptied at start, under the lock. */
  readonly staging: string;
  /** Spill files of DuckDB; emptied at start, under the lock. */
  readonly temp: string;
  readonly locks: string;
  readonly pins: string;
  /** Files that a manifest which no longer verifies may have named; never deleted by the program. */
  readonly quarantine: string;
  /** Calendars that the user added, a JSON file each. */
  readonly calendars: string;
  /** Results by file hash; may be deleted at any time. */
  readonly cache: string;
}

export const DATA_FOLDERS = ['bars', 'quotes', 'trades', 'provenance'] as const;

export function storeLayout(dataDir: string): StoreLayout {
  const folder = (name: string): string => join(dataDir, name);
  const own = (name: string): string => join(dataDir, '.tapedeck', name);
  return {
    dataDir,
    manifests: folder('manifests'),
    staging: own('staging'),
    temp: own('temp'),
    locks: own('locks'),
    pins: own('pins'),
    quarantine: folder('quarantine'),
    calendars: folder('calendars'),
    cache: folder('cache'),
  };
}

/** Folder of a series relative to the data folder, with `/`: `bars/1s/symbol=SPY/source=lean`. */
export function seriesFolder(key: SeriesKey): string {
  const grid = key.kind === 'bars' ? [key.interval] : key.kind === 'quotes' ? [key.sampled] : [];
  return [key.kind, ...grid, `symbol=${symbolToPath(key.symbol)}`, `source=${symbolToPath(key.source)}`].join('/');
}

const compact = (time: Micros): string => formatIso(time).slice(0, 19).replaceAll(/[-:]/g, '');

/** Path of a stored file relative to the data folder: `<series folder>/<first>_<last>_<hash8>.parquet`, stamps in UTC to the second. */
export function storedPath(key: SeriesKey, first: Micros, last: Micros, sha256: string): string {
  return `${seriesFolder(key)}/${compact(first)}_${compact(last)}_${sha256.slice(0, 8)}.parquet`;
}

const STORED = /\/symbol=[^/]+\/source=[^/]+\/\d{8}T\d{6}_\d{8}T\d{6}_[0-9a-f]{8}\.parquet$/;

/** Whether a relative path is one that {@link storedPath} or {@link provenancePath} makes; other files in those folders are not the store's. */
export function isStoredPath(path: string): boolean {
  return STORED.test(path);
}

/** Path of a file of rows that a correction replaced (S11). */
export function provenancePath(key: SeriesKey, first: Micros, last: Micros, sha256: string): string {
  return `provenance/${storedPath(key, first, last, sha256)}`;
}

export function manifestName(number: number): string {
  return `manifest-${number}.json`;
}

/** Number of a manifest file's name, or `undefined` for any other name. */
export function manifestNumber(name: string): number | undefined {
  const match = /^manifest-([1-9]\d{0,14})\.json$/.exec(name);
  return match === null ? undefined : Number(match[1]);
}

/** Name of a manifest before its commit. */
export function manifestDraftName(): string {
  return `draft-${randomUUID()}`;
}

export function isManifestDraft(name: string): boolean {
  return /^draft-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name);
}
