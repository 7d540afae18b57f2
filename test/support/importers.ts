import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

import { createImporter, type Importer } from '../../electron/store/import/importer.ts';
import type { StartChild } from '../../electron/store/import/import-process.ts';
import { openStore, type Store } from '../../electron/store/store.ts';
import { importChildPath } from './import-child-path.ts';
import { tempDir } from './temp-dir.ts';

export { sessionCsv } from './session-csv.ts';

export interface ImportRig {
  readonly store: Store;
  readonly importer: Importer;
  /** A scratch folder beside the store, for files to import. */
  readonly folder: string;
  /** Writes a file there and answers its path. */
  readonly write: (name: string, content: string | Uint8Array) => Promise<string>;
}

/** An importer with real children on an empty store, closed when the test ends. */
export async function importRig(child: string | StartChild = importChildPath()): Promise<ImportRig> {
  const folder = await tempDir();
  const store = await openStore({ dataDir: join(folder, 'data'), mode: 'write' });
  const importer = createImporter({ store, child });
  onTestFinished(async () => {
    await importer.close();
    await store.close();
  });
  return {
    store,
    importer,
    folder,
    write: async (name, content) => {
      const path = join(folder, name);
      await writeFile(path, content);
      return path;
    },
  };
}
