import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '../../electron/store/import/database.ts';
import { goodFile, MUTATED_KINDS, readsOrRefuses } from '../support/mutated-imports.ts';
import { mutate, seeded } from '../support/seeded.ts';
import type { GauntletFigure } from './figure.ts';
import { Tally } from './tally.ts';

const COPIES = 2_000;
const FEW_COPIES = 50;

/** Damaged CSV, gzip, Parquet, JSON and Arrow files, read by what an import child runs, in this very process: a crash would end the gauntlet. */
export const damagedImports: GauntletFigure = {
  id: 'R4',
  title: 'mutated files at import: 0 crashes, each refused with a reason or read with every row accounted for',

  async run({ full, seed, report }) {
    const tally = new Tally(report);
    const folder = await mkdtemp(join(tmpdir(), 'tapedeck-r4-'));
    const database = await Database.open({ allowed: [folder] });
    const next = seeded(seed);
    let read = 0;
    try {
      for (const [kind, name] of MUTATED_KINDS) {
        const good = await goodFile(folder, kind);
        for (let copy = 0; copy < (full ? COPIES : FEW_COPIES) / MUTATED_KINDS.length; copy++) {
          await tally.play(`${kind}, copy ${copy}`, async () => {
            await writeFile(join(folder, name), mutate(good, next));
            if (await readsOrRefuses(database, folder, name)) read++;
          });
        }
      }
    } finally {
      await database.close();
      await rm(folder, { recursive: true, force: true });
    }
    console.error(`R4: ${read} read, ${tally.result.cases - read} refused`);
    return tally.result;
  },
};
