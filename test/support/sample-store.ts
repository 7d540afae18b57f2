import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openStore, type Store } from '../../electron/store/store.ts';
import { generateSample, type SampleSpec, type SampleSymbol } from '../../electron/store/sample/generator.ts';
import { sampleProfiles } from '../../electron/store/sample/profiles.ts';
import { sessionsUntil } from '../../electron/store/sample/sample-spec.ts';
import { stageSample } from '../../electron/store/sample/stage-sample.ts';
import type { SessionDate } from '../../shared/market/time.ts';

/** A store with made-up data in a temporary folder, and the same data in memory. */
export interface SampleStore {
  readonly store: Store;
  readonly spec: SampleSpec;
  readonly made: readonly SampleSymbol[];
  /** Closes the store and removes the folder. */
  remove(): Promise<void>;
}

/** A small spec: two symbols (one liquid, one quiet) and three sessions, the last a half day, with losses. */
export function smallSpec(overrides: Partial<SampleSpec> = {}): SampleSpec {
  const profiles = sampleProfiles(6).filter(({ symbol }) => symbol === 'AAPL' || symbol === 'IBM');
  const sessions = sessionsUntil('2025-07-03' as SessionDate, 3);
  return { profiles, sessions, seed: 2, withLosses: true, withQuotes: true, ...overrides };
}

export async function sampleStore(spec: SampleSpec = smallSpec()): Promise<SampleStore> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tapedeck-sample-'));
  const store = await openStore({ dataDir, mode: 'write' });
  await store.commitFiles(await stageSample(spec, { folder: await store.staging() }));
  return {
    store,
    spec,
    made: [...generateSample(spec)],
    async remove() {
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
