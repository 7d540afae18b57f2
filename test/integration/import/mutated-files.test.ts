import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { Database } from '../../../electron/store/import/database.ts';
import { goodFile, MUTATED_KINDS, readsOrRefuses } from '../../support/mutated-imports.ts';
import { mutate, seeded } from '../../support/seeded.ts';
import { tempDir } from '../../support/temp-dir.ts';

const MUTATIONS = 60;

describe('damaged copies of good files', () => {
  it.each(MUTATED_KINDS)('%s are refused with a reason, or every row of them is accounted for', async (kind, name) => {
    const folder = await tempDir();
    const good = await goodFile(folder, kind);
    const database = await Database.open({ allowed: [folder] });
    const next = seeded(kind.length * 7_919);
    let stored = 0;
    for (let mutation = 0; mutation < MUTATIONS; mutation++) {
      await writeFile(join(folder, name), mutate(good, next));
      if (await readsOrRefuses(database, folder, name)) stored++;
    }
    await database.close();
    expect(stored).toBeLessThan(MUTATIONS);
  });
});
