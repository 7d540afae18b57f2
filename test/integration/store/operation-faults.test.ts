import { afterAll, beforeAll, test } from 'vitest';
import { FAULTS } from '../../support/faulty-fs.ts';
import { bundleChild } from '../../support/run-child.ts';
import { OPERATIONS, OperationStory } from '../../support/operation-story.ts';

/** Calls of each operation that a fault meets here. */
const POINTS = 4;

let story: OperationStory;

beforeAll(async () => {
  story = await OperationStory.make();
});
afterAll(() => story.remove());

// Every call with every fault would take many minutes; the gauntlet does (R2). Here a few calls, spread over each operation, meet one fault each.
test.each(OPERATIONS.map((operation, offset) => ({ operation, offset })))(
  'a fault in the midst of $operation leaves the store as it was or as it was to be, and it can be done again',
  async ({ operation, offset }) => {
    const calls = story.calls.get(operation) ?? 0;
    for (let point = 0; point < POINTS; point++) {
      const fault = FAULTS[(point + offset) % FAULTS.length] ?? 'EIO';
      await story.runWithFault(operation, Math.round(((point + 0.5) * calls) / POINTS) + offset, fault);
    }
  },
  120_000,
);

test('a process killed in the midst of an operation leaves the store as it was or as it was to be', async () => {
  const child = await bundleChild('operation-child');
  for (const [index, operation] of OPERATIONS.entries()) {
    const calls = story.callsUntilDone.get(operation) ?? 0;
    await story.runKilled(operation, Math.round(calls * (0.65 + 0.1 * index)), child);
  }
}, 120_000);
