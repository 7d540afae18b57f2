import { fileURLToPath } from 'node:url';

import type { Importer } from '../store/import/importer.ts';
import type { OpenStoreOptions } from '../store/store.ts';
import type { CommandContext } from './command-context.ts';
import { withStore } from './with-store.ts';

/** Opens store and importer for the length of some work. Foreign files are read by `import-child.js` beside the built program. */
export function withImporter<T>(
  context: CommandContext,
  mode: OpenStoreOptions['mode'],
  work: (importer: Importer) => Promise<T>,
): Promise<T> {
  return withStore(context, mode, async (store) => {
    const { createImporter } = await import('../store/import/importer.ts');
    const importer = createImporter({ store, child: fileURLToPath(new URL('./import-child.js', import.meta.url)) });
    try {
      return await work(importer);
    } finally {
      await importer.close();
    }
  });
}
