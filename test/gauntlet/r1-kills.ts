import { ImportStory } from '../support/import-story.ts';
import { OPERATIONS, OperationStory } from '../support/operation-story.ts';
import { bundleChild } from '../support/run-child.ts';
import { seeded } from '../support/seeded.ts';
import type { GauntletFigure } from './figure.ts';
import { Tally } from './tally.ts';

const POINTS = 500;
const FEW_POINTS = 6;

/** Processes killed in the midst of a file-system call of an import; where an import has fewer calls than points, the others fall into removal,
 * compaction, restore and backup. The seed orders the points, so that a few of them are others with each seed. */
export const kills: GauntletFigure = {
  id: 'R1',
  title: 'processes killed in the midst of an import or an operation: 0 lost, duplicate or partial rows',

  async run({ full, seed, report }) {
    const tally = new Tally(report);
    const imports = await ImportStory.make();
    const operations = await OperationStory.make();
    try {
      const [commitChild, operationChild] = [await bundleChild('commit-child'), await bundleChild('operation-child')];
      const points = shuffled(imports.calls, seed).map((at) => ({
        what: `import, call ${at}`,
        run: () => imports.runKilled(at, commitChild),
      }));
      for (const operation of OPERATIONS) {
        for (const at of shuffled(operations.callsUntilDone.get(operation) ?? 0, seed)) {
          const run = (): Promise<void> => operations.runKilled(operation, at, operationChild);
          points.push({ what: `${operation}, call ${at}`, run });
        }
      }
      for (const { what, run } of points.slice(0, full ? POINTS : FEW_POINTS)) await tally.play(what, run);
    } finally {
      await imports.remove();
      await operations.remove();
    }
    return tally.result;
  },
};

/** 1 to `count` in an order of the seed's. */
function shuffled(count: number, seed: number): number[] {
  const next = seeded(seed);
  return Array.from({ length: count }, (_, index) => ({ at: index + 1, rank: next(2 ** 30) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ at }) => at);
}
