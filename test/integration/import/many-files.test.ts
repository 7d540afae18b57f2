import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';

import { importRig } from '../../support/importers.ts';
import { sessionCsv } from '../../support/session-csv.ts';

const FILES = 200;
/** Libraries, code and the first batch are in memory by then. */
const WARM = 80;
/** Rows of a file as objects or text would keep 30 kB; its report and its entry in the manifest keep 2. */
const KEPT_A_FILE = 8_000;

/** Bytes that JavaScript holds on to: objects, and buffers outside of its heap, which are given back some turns after they were collected. */
async function held(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let turn = 0; turn < 5; turn++) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** The date of the `n`th day of 2014. */
const day = (n: number): string => new Date(Date.UTC(2014, 0, 1 + n)).toISOString().slice(0, 10);

describe('a folder of many small files', () => {
  it('keeps no more of each file in memory than its report, and becomes a few large files', async () => {
    const { importer, store, write } = await importRig();
    const paths: string[] = [];
    for (let n = 0; n < FILES; n++) paths.push(await write(`SPY_${day(n)}.csv`, sessionCsv([day(n)])));
    await importer.importPaths(paths.slice(0, WARM), {});
    const before = await held();
    const { files, rowsStored } = await importer.importPaths(paths.slice(WARM), {});
    const kept = ((await held()) - before) / files.length;
    expect({ files: files.length, rowsStored }).toEqual({ files: FILES - WARM, rowsStored: (FILES - WARM) * 390 });
    const [series] = await store.catalogue();
    expect(kept).toBeLessThan(KEPT_A_FILE);

    expect(series?.rows).toBe(FILES * 390);
    expect(series?.files).toBeLessThan(FILES / 10);
  });
});
