import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openStore } from '../../../electron/store/store.ts';
import type { CommitResult } from '../../../electron/store/normalised.ts';
import { barsKey, Stager, tradesKey, type Row, type StagedSeries } from '../../support/staged.ts';
import { contentOf } from '../../support/store-content.ts';

const BARS = barsKey('SPY');
const TRADES = tradesKey('SPY');
type Values = readonly [time: number, ...values: number[]];

interface Imported {
  readonly results: readonly CommitResult[];
  readonly content: Record<string, { rows: number[][] }>;
}

/** Imports files in this order into a new store, one commit for each group. */
async function importAll(groups: readonly (readonly StagedSeries[])[]): Promise<Imported> {
  const folder = await mkdtemp(join(tmpdir(), 'tapedeck-test-'));
  const store = await openStore({ dataDir: join(folder, 'data'), mode: 'write' });
  const stager = await Stager.open(await store.staging());
  try {
    const results: CommitResult[] = [];
    for (const group of groups) {
      const files = [];
      for (const series of group) files.push(await stager.file('generated', series));
      results.push(...(await store.commitFiles(files)));
    }
    return { results, content: (await contentOf(store.reader)) as Imported['content'] };
  } finally {
    await stager.close();
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const barFile = (values: readonly Values[]): StagedSeries => ({
  key: BARS,
  rows: values.map(([time, price = 0, volume = 0]): Row => [time * 1e6, price, price, price, price, volume]),
});
const tradeFile = (values: readonly Values[]): StagedSeries => ({
  key: TRADES,
  rows: values.map(([time, price = 0, size = 0]): Row => [time, price, size, 0]),
});

const price = fc.integer({ min: 1, max: 40 }).map((cents) => cents / 4);
const bars = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 15 }), price, fc.integer({ min: 0, max: 2 })), {
    minLength: 1,
    maxLength: 8,
    selector: ([time]) => time,
  })
  .map((rows) => rows.sort((a, b) => a[0] - b[0]));
const trades = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.constantFrom(1, 2), fc.constantFrom(5, 6)), {
    minLength: 1,
    maxLength: 10,
  })
  .map((rows) => rows.sort((a, b) => a[0] - b[0]));

const options = { numRuns: 8, seed: 20_131_007 };

test('any list of bar files comes to what a map by time would hold, with the counts of S11', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(bars, { minLength: 1, maxLength: 6 }), fc.boolean(), async (files, inOneCommit) => {
      const model = new Map<number, string>();
      const seen = new Set<string>();
      const counts = files.map((rows) => {
        const count = { rowsStored: 0, duplicates: 0, replaced: 0 };
        const text = JSON.stringify(rows);
        if (seen.has(text)) return { status: 'unchanged', ...count };
        seen.add(text);
        for (const [time, ...values] of rows) {
          const before = model.get(time);
          const after = JSON.stringify(values);
          if (before === after) count.duplicates++;
          else count.rowsStored++;
          if (before !== undefined && before !== after) count.replaced++;
          model.set(time, after);
        }
        return { status: 'imported', ...count };
      });
      const staged = files.map(barFile);
      const { results, content } = await importAll(inOneCommit ? [staged] : staged.map((file) => [file]));
      expect(results).toEqual(counts);
      const stored = content['bars/1s/SPY/test']?.rows.map(([time = 0, open, , , , volume]) => [
        time / 1e6,
        open,
        volume,
      ]);
      const expected = [...model]
        .sort((a, b) => a[0] - b[0])
        .map(([time, text]) => [time, ...(JSON.parse(text) as number[])]);
      expect(stored).toEqual(expected);
    }),
    options,
  );
});

test('overlapping bar files that agree store the same content in every order, and a second round adds nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 12 })), {
        minLength: 2,
        maxLength: 6,
      }),
      fc.infiniteStream(fc.nat()),
      async (spans, random) => {
        const files = spans.map(([from, length]) =>
          barFile(Array.from({ length }, (_, i): Values => [from + i, ((from + i) % 7) + 1.25, from + i])),
        );
        const shuffled = files
          .map((file) => ({ file, rank: random.next().value as number }))
          .sort((a, b) => a.rank - b.rank);
        const forward = await importAll(files.map((file) => [file]));
        const other = await importAll([...shuffled, ...shuffled].map(({ file }) => [file]));
        expect(other.content).toEqual(forward.content);
        expect(other.results.slice(files.length).map(({ status }) => status)).toEqual(files.map(() => 'unchanged'));
      },
    ),
    options,
  );
});

test('any list of trade files holds each distinct trade as often as the file that has it most, in any order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(trades, { minLength: 1, maxLength: 5 }), async (files) => {
      const most = new Map<string, number>();
      for (const rows of files) {
        const counts = new Map<string, number>();
        for (const row of rows) counts.set(JSON.stringify(row), (counts.get(JSON.stringify(row)) ?? 0) + 1);
        for (const [row, count] of counts) most.set(row, Math.max(count, most.get(row) ?? 0));
      }
      const expected = [...most].flatMap(([row, count]) => Array<string>(count).fill(row)).sort();
      for (const order of [files, files.toReversed()]) {
        const { content } = await importAll(order.map((rows) => [tradeFile(rows)]));
        const rows = content['trades/SPY/test']?.rows ?? [];
        expect(rows.map(([time, value, size]) => JSON.stringify([time, value, size])).sort()).toEqual(expected);
        expect(rows.map(([time]) => time)).toEqual(rows.map(([time]) => time).toSorted((a = 0, b = 0) => a - b));
      }
    }),
    options,
  );
});
