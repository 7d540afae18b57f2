import type { GauntletFigure } from './figure.ts';
import { kills } from './r1-kills.ts';
import { operationFaults } from './r2-operation-faults.ts';
import { damagedFiles } from './r3-damaged-files.ts';
import { damagedImports } from './r4-damaged-imports.ts';
import { specialFiles } from './r5-special-files.ts';
import { overlaps } from './r6-overlaps.ts';
import { secondPrograms } from './r7-second-programs.ts';
import { fullDisk } from './r8-full-disk.ts';
import { killedBackend } from './r9-killed-backend.ts';
import { seeks } from './r10-seeks.ts';
import { storeModel } from './r14-store-model.ts';
import { flatMemory } from './r16-flat-memory.ts';

/** Figures of `reliability.md` that take long; the others have tests of their own. */
export const FIGURES: readonly GauntletFigure[] = [
  kills,
  operationFaults,
  damagedFiles,
  damagedImports,
  specialFiles,
  overlaps,
  secondPrograms,
  fullDisk,
  killedBackend,
  seeks,
  storeModel,
  flatMemory,
];
