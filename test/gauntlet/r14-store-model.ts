import { availableParallelism } from 'node:os';
import { bundleChild, runChild } from '../support/run-child.ts';
import type { GauntletFigure } from './figure.ts';

const LISTS = 5_000;
const FEW_LISTS = 30;

/** Random lists of imports, removals, retention, compactions, backups, restores, reopening and power cuts on a real store, each compared with a model
 * in memory: answers, rows, replaced rows, and the files of the folder. */
export const storeModel: GauntletFigure = {
  id: 'R14',
  title: 'command lists on the store against an in-memory model',

  async run({ full, seed, report }) {
    const child = await bundleChild('store-model-child');
    const processes = Math.max(1, Math.min(4, availableParallelism()));
    const each = Math.ceil((full ? LISTS : FEW_LISTS) / processes);
    const ends = await Promise.all(
      Array.from({ length: processes }, (_, index) => runChild(child, String(seed + index), String(each))),
    );
    let cases = 0;
    let failures = 0;
    for (const { lines, code, errors } of ends) {
      const result = code === 0 ? (JSON.parse(lines.at(-1) ?? 'null') as PlayedLists | null) : null;
      cases += result?.played ?? 0;
      const failure = result === null ? `the process ended with code ${code}: ${errors.slice(-2_000)}` : result.failure;
      if (failure === undefined) continue;
      failures++;
      report(failure);
    }
    return { cases, failures };
  },
};

interface PlayedLists {
  readonly played: number;
  readonly failure?: string;
}
