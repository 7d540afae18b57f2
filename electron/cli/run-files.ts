import { closeSync, mkdirSync, openSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { ensure } from '../../shared/lang/invariant.ts';
import { seriesId } from '../../shared/market/series.ts';
import type { PlannedSession, RunPlan } from '../../shared/session/plan.ts';
import { EVENT_LOG_VERSION } from '../engine/event-log.ts';
import type { StoreReader } from '../store/reader.ts';
import { keyOf } from '../upkeep/plan-run.ts';

/** Version of the rules of time, fills and statistics (`semantics.md`) that results were made by. */
const SEMANTICS_VERSION = 1;

export const MANIFEST_NAME = 'manifest.json';

/** What it takes to run a result again and to see whether its data are still the same. */
export interface RunManifest {
  readonly format: 'tapedeck-run';
  readonly version: 1;
  readonly tapedeck: string;
  readonly semantics: number;
  readonly eventLogVersion: number;
  /** The configuration file as it was written, `--from`, `--to` and `--seed` applied; its paths are relative to `folder`. */
  readonly config: unknown;
  readonly folder: string;
  readonly sessions: readonly string[];
  /** Stored files that the streams were read from, by hash. */
  readonly streams: readonly { readonly series: string; readonly files: readonly string[] }[];
  readonly eventLogSha256: string;
}

/** The folder of `--out`: `events.log` (S24), `result.json`, `report.json`, tables as CSV, `manifest.json`. The manifest comes last: a folder with one is whole. */
export class RunFolder {
  readonly #folder: string;
  readonly #log: number;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.#log = openSync(join(folder, 'events.log'), 'w');
  }

  writeLog(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) done += writeSync(this.#log, bytes, done);
  }

  finish({ report, text, tables }: RunTexts, manifest: RunManifest): void {
    const pretty = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
    this.#write('result.json', pretty(report));
    this.#write('report.json', text);
    for (const [name, table] of tables) this.#write(name, table);
    this.#write(MANIFEST_NAME, pretty(manifest));
  }

  close(): void {
    closeSync(this.#log);
  }

  #write(name: string, text: string): void {
    writeWhole(join(this.#folder, name), text);
  }
}

/** What a run is written as. */
export interface RunTexts {
  /** What `run --json` prints, without the wall time. */
  readonly report: unknown;
  /** The whole result as canonical JSON, of which `reportSha256` is the hash. */
  readonly text: string;
  /** Tables as CSV by file name. */
  readonly tables: readonly (readonly [name: string, text: string])[];
}

export function runManifest(
  plan: RunPlan,
  reader: StoreReader,
  about: {
    readonly config: unknown;
    readonly folder: string;
    readonly tapedeck: string;
    readonly eventLogSha256: string;
  },
): RunManifest {
  const range = { from: edge(plan.sessions.at(0)).open, to: edge(plan.sessions.at(-1)).close };
  return {
    format: 'tapedeck-run',
    version: 1,
    semantics: SEMANTICS_VERSION,
    eventLogVersion: EVENT_LOG_VERSION,
    ...about,
    sessions: plan.sessions.map(({ date }) => date),
    streams: plan.streams.map((stream) => {
      const key = keyOf(stream);
      return { series: seriesId(key), files: reader.files(key, range).map(({ sha256 }) => sha256) };
    }),
  };
}

function edge(session: PlannedSession | undefined): PlannedSession {
  return ensure(session, 'session of the plan');
}

/** Writes a file in one go: beside its name first, then renamed, so that nobody sees half of it. */
export function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}
