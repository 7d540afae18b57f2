import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../electron/store/store.ts';
import { AppError } from '../../shared/lang/app-error.ts';
import type { SeriesKey } from '../../shared/market/series.ts';
import { mutate, seeded } from '../support/seeded.ts';
import { barsKey, quotesKey, Stager, tradesKey, type Row } from '../support/staged.ts';
import { rowsOf } from '../support/store-content.ts';
import type { GauntletFigure } from './figure.ts';
import { Tally } from './tally.ts';

const COPIES = 2_000;
const FEW_COPIES = 40;
const LIMIT_MS = 2_000;

const ROWS = 400;
const SERIES: readonly { readonly key: SeriesKey; readonly row: (index: number) => Row }[] = [
  { key: barsKey('SPY'), row: (i) => [i * 1e6, 10 + i / 100, 11 + i / 100, 9, 10, i] },
  { key: barsKey('IBM', '1m'), row: (i) => [i * 60e6, 5 + i / 8, 100, 5, 5 + i / 8, 7] },
  { key: quotesKey('SPY'), row: (i) => [i * 5e5, 10 + i / 100, 10.01 + i / 100, 3, i] },
  { key: tradesKey('SPY'), row: (i) => [i * 3e5, 10 + i / 1000, 1 + i, i % 3] },
];

/** Damaged stored files: reading one is refused by name, the others read as ever, and the verifier names the same file. */
export const damagedFiles: GauntletFigure = {
  id: 'R3',
  title: 'mutated copies of stored files: 0 crashes, 0 over 2 s, 0 silently wrong rows, each named',

  async run({ full, seed, report }) {
    const tally = new Tally(report);
    const folder = await mkdtemp(join(tmpdir(), 'tapedeck-r3-'));
    const dataDir = join(folder, 'data');
    try {
      const rows = await fill(dataDir);
      const next = seeded(seed);
      for (let copy = 0; copy < (full ? COPIES : FEW_COPIES); copy++) {
        const { key } = SERIES[copy % SERIES.length]!;
        await tally.play(`copy ${copy}`, () => checkCopy(dataDir, key, rows, (good) => otherThan(good, next), full));
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    return tally.result;
  },
};

async function fill(dataDir: string): Promise<Map<SeriesKey, string>> {
  const store = await openStore({ dataDir, mode: 'write' });
  const stager = await Stager.open(await store.staging());
  const series = SERIES.map(({ key, row }) => ({ key, rows: Array.from({ length: ROWS }, (_, i) => row(i)) }));
  await store.commitFiles([await stager.file('all', ...series)]);
  const rows = new Map<SeriesKey, string>();
  for (const { key } of SERIES) rows.set(key, JSON.stringify(await rowsOf(store.reader, key)));
  await stager.close();
  await store.close();
  return rows;
}

async function checkCopy(
  dataDir: string,
  damaged: SeriesKey,
  rows: ReadonlyMap<SeriesKey, string>,
  mutation: (good: Buffer) => Buffer,
  isTimed: boolean,
): Promise<void> {
  const started = performance.now();
  const store = await openStore({ dataDir, mode: 'read' });
  const name = store.reader.files(damaged)[0]?.path ?? '';
  const path = join(dataDir, name);
  const good = await readFile(path);
  await writeFile(path, mutation(good));
  try {
    for (const { key } of SERIES) {
      if (key !== damaged) {
        assert.equal(JSON.stringify(await rowsOf(store.reader, key)), rows.get(key), `rows beside ${name}`);
        continue;
      }
      const error = await rowsOf(store.reader, key).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      assert(error instanceof AppError && error.code === 'store-damaged', `${name} was read: ${String(error)}`);
      assert.equal(error.details?.['path'], name);
    }
    assert.deepEqual((await store.verify()).damaged.map((file) => file.path), [name]); // prettier-ignore
    const milliseconds = performance.now() - started;
    assert(!isTimed || milliseconds < LIMIT_MS, `${name} took ${Math.round(milliseconds)} ms`);
  } finally {
    await store.close();
    await writeFile(path, good);
  }
}

function otherThan(good: Buffer, next: (below: number) => number): Buffer {
  let changed = mutate(good, next);
  while (changed.equals(good)) changed = mutate(good, next);
  return changed;
}
