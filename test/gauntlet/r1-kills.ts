import { KilledImportStory, type KillPoint } from '../support/killed-import-story.ts';
import { OPERATIONS, OperationStory } from '../support/operation-story.ts';
import { bundleChild } from '../support/run-child.ts';
import { seeded, type Seeded } from '../support/seeded.ts';
import type { GauntletFigure } from './figure.ts';
import { Tally } from './tally.ts';

const POINTS = 500;
const FEW_POINTS = 4;
/** Of each operation, beside the points of the import. */
const OPERATION_POINTS = 40;
const FEW_OPERATION_POINTS = 1;
const AT_ONCE = 2;
/** After every fifth kill the import is also done again. */
const DONE_AGAIN = 5;

/** A process that imports foreign files is killed by SIGKILL: half of the points in the midst of a file-system call of the commits, as many calls as
 * there are; the others at a moment anywhere between its begin and its end. Then processes in the midst of removal, compaction, restore and backup. */
export const kills: GauntletFigure = {
  id: 'R1',
  title: 'processes killed in the midst of an import or an operation: 0 lost, duplicate or partial rows',

  async run({ full, seed, report }) {
    const tally = new Tally(report);
    const imports = await KilledImportStory.make();
    const operations = await OperationStory.make();
    const next = seeded(seed);
    try {
      const points = killPoints(imports.calls, full ? POINTS : FEW_POINTS, next);
      const worker = async (): Promise<void> => {
        for (let point = points.shift(); point !== undefined; point = points.shift()) {
          const at = point;
          const isDoneAgain = points.length % DONE_AGAIN === 0;
          await tally.play(`import, ${JSON.stringify(at)}`, () => imports.runKilled(at, isDoneAgain));
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      const operationChild = await bundleChild('operation-child');
      for (const operation of OPERATIONS) {
        const calls = shuffled(operations.callsUntilDone.get(operation) ?? 0, next);
        for (const at of calls.slice(0, full ? OPERATION_POINTS : FEW_OPERATION_POINTS))
          await tally.play(`${operation}, call ${at}`, () => operations.runKilled(operation, at, operationChild));
      }
    } finally {
      await imports.remove();
      await operations.remove();
    }
    return tally.result;
  },
};

/** Calls and moments in turn; moments alone once every call was there. */
function killPoints(calls: number, count: number, next: Seeded): KillPoint[] {
  const order = shuffled(calls, next);
  return Array.from({ length: count }, (_, index) => {
    const call = index % 2 === 0 ? order.shift() : undefined;
    return call === undefined ? { share: next(1_000) / 1_000 } : { call };
  });
}

/** 1 to `count` in an order of the seed's. */
function shuffled(count: number, next: Seeded): number[] {
  return Array.from({ length: count }, (_, index) => ({ at: index + 1, rank: next(2 ** 30) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ at }) => at);
}
