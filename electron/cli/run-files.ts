import { createHash } from 'node:crypto';
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

/** The folder of `--out`: `events.log` (S24), `result.json`, `manifest.json`. The manifest comes last: a folder with one is whole. */
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

  finish(result: unknown, manifest: RunManifest): void {
    this.#write('result.json', result);
    this.#write(MANIFEST_NAME, manifest);
  }

  close(): void {
    closeSync(this.#log);
  }

  #write(name: string, value: unknown): void {
    const path = join(this.#folder, name);
    writeFileSync(`${path}.new`, `${JSON.stringify(value, undefined, 2)}\n`);
    renameSync(`${path}.new`, path);
  }
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

/** SHA-256 (hex) of a value's JSON: of the report, whose keys stand in a fixed order. */
export function jsonSha256(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
