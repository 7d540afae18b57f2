import { FAULTS } from '../support/faulty-fs.ts';
import { OPERATIONS, OperationStory } from '../support/operation-story.ts';
import type { GauntletFigure } from './figure.ts';

/** Of the few, every n-th call meets a fault. */
const FEW = 53;

/** Every file-system call of a compaction, a removal, a restore and a backup fails in every way; each time the store is the old or the new one, and the
 * operation can be done again. The seed is of no use: all cases are played. */
export const operationFaults: GauntletFigure = {
  id: 'R2',
  title: 'file-system calls of compaction, removal, restore and backup that fail',

  async run({ full, report }) {
    const story = await OperationStory.make();
    let cases = 0;
    let failures = 0;
    try {
      for (const operation of OPERATIONS) {
        for (const [offset, fault] of FAULTS.entries()) {
          const first = full ? 1 : 1 + offset * 10;
          for (let at = first; at <= (story.calls.get(operation) ?? 0); at += full ? 1 : FEW) {
            cases++;
            try {
              await story.runWithFault(operation, at, fault);
            } catch (error) {
              failures++;
              report(error instanceof Error ? error.message : String(error));
            }
          }
        }
      }
    } finally {
      await story.remove();
    }
    return { cases, failures };
  },
};
