import fc from 'fast-check';
import { test } from 'vitest';
import { storeCommands } from '../../support/store-commands.ts';
import { StoreRig } from '../../support/store-rig.ts';

// 5,000 lists take minutes; the gauntlet plays them.
test('any list of imports, removals, compactions, backups, restores and power cuts leaves what a model in memory holds (R14)', async () => {
  const rig = await StoreRig.open();
  try {
    const property = fc.asyncProperty(storeCommands, (commands) => rig.play(commands));
    await fc.assert(property, { numRuns: 25, seed: 14 });
  } finally {
    await rig.close();
  }
});
