import { afterAll, beforeAll, test } from 'vitest';
import { FAULTS } from '../../support/faulty-fs.ts';
import { ImportStory } from '../../support/import-story.ts';
import { bundleChild } from '../../support/run-child.ts';

let story: ImportStory;

beforeAll(async () => {
  story = await ImportStory.make();
});
afterAll(() => story.remove());

// Every call in turn would take minutes; the gauntlet does (R2). Here each fault meets every twentieth call, at another offset each.
test.each(FAULTS.map((fault, offset) => ({ fault, offset })))(
  'after $fault in the midst of an import the store is the old one or the new one, and the import can be repeated',
  async ({ fault, offset }) => {
    for (let failAt = 1 + offset * 4; failAt <= story.calls; failAt += 20) await story.runWithFault(failAt, fault);
  },
  120_000,
);

test('a process killed in the midst of any call loses no acknowledged row and stores no part of a commit', async () => {
  const child = await bundleChild('commit-child');
  const points = Array.from({ length: 6 }, (_, i) => Math.round(((i + 0.5) * story.calls) / 6) + (i % 3));
  for (const killAt of points) await story.runKilled(killAt, child);
}, 120_000);
