import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../electron/store/store.ts';
import { seeded, type Seeded } from '../support/seeded.ts';
import { barsKey, Stager, type Row } from '../support/staged.ts';
import { rowsOf } from '../support/store-content.ts';
import type { GauntletFigure } from './figure.ts';
import { Tally } from './tally.ts';

const ORDERS = 20;
const FEW_ORDERS = 2;
const FILES = 10;
const SPY = barsKey('SPY');

interface Bars {
  readonly name: string;
  readonly rows: readonly Row[];
}

/** Ten overlapping files of bars in seeded orders, each list imported twice. Those that agree come to one content; those that disagree to what a map
 * by time holds when later files correct earlier ones (S11), with its counts. The second round adds nothing. */
export const overlaps: GauntletFigure = {
  id: 'R6',
  title: 'overlapping files in any order, each twice: content and counts of S11',

  async run({ full, seed, report }) {
    const tally = new Tally(report);
    const next = seeded(seed);
    for (const isAgreed of [true, false]) {
      const files = Array.from({ length: FILES }, (_, file) => overlapping(file, isAgreed, next));
      for (let order = 0; order < (full ? ORDERS : FEW_ORDERS); order++) {
        const shuffled = shuffle(files, next);
        const what = `${isAgreed ? 'agreeing' : 'disagreeing'}, ${shuffled.map(({ name }) => name).join(' ')}`;
        await tally.play(what, () => importTwice(shuffled));
      }
    }
    return tally.result;
  },
};

async function importTwice(files: readonly Bars[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tapedeck-r6-'));
  const store = await openStore({ dataDir: join(folder, 'data'), mode: 'write' });
  const stager = await Stager.open(await store.staging());
  const model = new Map<number, Row>();
  try {
    for (const { name, rows } of files) {
      const expected = { status: 'imported', ...merge(model, rows) };
      assert.deepEqual(await store.commitFiles([await stager.file(name, { key: SPY, rows })]), [expected], name);
    }
    const merged = [...model.values()].sort((a, b) => Number(a[0]) - Number(b[0]));
    assert.deepEqual(await rowsOf(store.reader, SPY), merged);
    const again = { status: 'unchanged', rowsStored: 0, duplicates: 0, replaced: 0 };
    for (const { name, rows } of files)
      assert.deepEqual(await store.commitFiles([await stager.file(name, { key: SPY, rows })]), [again], name);
    assert.deepEqual(await rowsOf(store.reader, SPY), merged);
  } finally {
    await stager.close();
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Puts a file's rows into the model; answers the counts of S11. */
function merge(model: Map<number, Row>, rows: readonly Row[]): Record<string, number> {
  const counts = { rowsStored: 0, duplicates: 0, replaced: 0 };
  for (const row of rows) {
    const before = model.get(Number(row[0]));
    const isEqual = before !== undefined && JSON.stringify(before) === JSON.stringify(row);
    if (isEqual) counts.duplicates++;
    else counts.rowsStored++;
    if (before !== undefined && !isEqual) counts.replaced++;
    model.set(Number(row[0]), row);
  }
  return counts;
}

/** 20 to 59 bars in a row, each file over some of its neighbours'. Where files disagree, about every third price is the file's own. */
function overlapping(file: number, isAgreed: boolean, next: Seeded): Bars {
  const from = file * 15 + next(10);
  const rows = Array.from({ length: 20 + next(40) }, (_, index): Row => {
    const second = from + index;
    const price = (second % 7) + 1.25 + (!isAgreed && next(3) === 0 ? (file + 1) * 10 : 0);
    return [second * 1e6, price, price, price, price, second];
  });
  return { name: `file-${file}`, rows };
}

function shuffle<T>(values: readonly T[], next: Seeded): T[] {
  return values
    .map((value) => ({ value, rank: next(2 ** 30) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ value }) => value);
}
