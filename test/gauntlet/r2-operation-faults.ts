import { FAULTS } from '../support/faulty-fs.ts';
import { ImportStory } from '../support/import-story.ts';
import { OPERATIONS, OperationStory } from '../support/operation-story.ts';
import type { GauntletFigure } from './figure.ts';
import { Tally } from './tally.ts';

/** Of the few, every n-th call meets a fault. */
const FEW = 97;

/** Every file-system call of an import, a compaction, a removal, a restore and a backup fails in every way; each time the store is the old or the new
 * one, and the operation can be done again. The seed is of no use: all cases are played. */
export const operationFaults: GauntletFigure = {
  id: 'R2',
  title: 'file-system calls of import, compaction, removal, restore and backup that fail',

  async run({ full, report }) {
    const tally = new Tally(report);
    const imports = await ImportStory.make();
    const story = await OperationStory.make();
    try {
      for (const [offset, fault] of FAULTS.entries()) {
        const first = full ? 1 : 1 + offset * 10;
        const step = full ? 1 : FEW;
        for (let at = first; at <= imports.calls; at += step)
          await tally.play('import', () => imports.runWithFault(at, fault));
        for (const operation of OPERATIONS) {
          for (let at = first; at <= (story.calls.get(operation) ?? 0); at += step)
            await tally.play(operation, () => story.runWithFault(operation, at, fault));
        }
      }
    } finally {
      await imports.remove();
      await story.remove();
    }
    return tally.result;
  },
};
