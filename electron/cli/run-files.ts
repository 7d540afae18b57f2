import { closeSync, mkdirSync, openSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import type { RunManifest } from '../backend/runs/run-manifest.ts';

export const MANIFEST_NAME = 'manifest.json';

/** What a run is written as. */
export interface RunTexts {
  /** What `run --json` prints, without the wall time. */
  readonly report: unknown;
  /** The whole result as canonical JSON, of which `reportSha256` is the hash. */
  readonly text: string;
  readonly manifest: RunManifest;
}

/** The folder of `--out`: `events.log` (S24), `result.json`, `report.json`, the tables, `manifest.json`. The manifest comes last: a folder
 * with one is whole. */
export class RunFolder {
  readonly path: string;
  readonly #log: number;

  constructor(path: string) {
    mkdirSync(path, { recursive: true });
    this.path = path;
    this.#log = openSync(join(path, 'events.log'), 'w');
  }

  writeLog(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) done += writeSync(this.#log, bytes, done);
  }

  /** After the tables. */
  finish({ report, text, manifest }: RunTexts): void {
    const pretty = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
    writeWhole(join(this.path, 'result.json'), pretty(report));
    writeWhole(join(this.path, 'report.json'), text);
    writeWhole(join(this.path, MANIFEST_NAME), pretty(manifest));
  }

  close(): void {
    closeSync(this.#log);
  }
}

/** Writes a file in one go: beside its name first, then renamed, so that nobody sees half of it. */
export function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}
