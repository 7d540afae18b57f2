import { expect, test } from 'vitest';
import { seeks } from '../gauntlet/r10-seeks.ts';
import { flatMemory } from '../gauntlet/r16-flat-memory.ts';

// A few cases; `npm run gauntlet` plays all.
const few = { full: false, seed: 10, report: (failure: string): void => console.error(failure) };

test('any seek gives the state of a linear replay (R10)', async () => {
  expect(await seeks.run(few)).toEqual({ cases: 300, failures: 0 });
});

test('playing again and again at the fastest speed holds no more memory (R16)', async () => {
  expect(await flatMemory.run(few)).toEqual({ cases: 5, failures: 0 });
});
