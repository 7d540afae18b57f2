import fc from 'fast-check';
import { expect, test } from 'vitest';
import { storeCommands } from '../../support/store-commands.ts';
import { StoreRig } from '../../support/store-rig.ts';

test('any list of imports, removals, compactions, backups, restores and power cuts leaves what a model in memory holds (R14)', async () => {
  const rig = await StoreRig.open();
  try {
    const found = await fc.check(
      fc.asyncProperty(storeCommands, (commands) => rig.play(commands)),
      { numRuns: 25, seed: 14 },
    );
    expect(fc.defaultReportMessage(found)).toBeUndefined();
  } finally {
    await rig.close();
  }
}, 1_200_000);
