import { resolve } from 'node:path';
import { Command } from 'commander';

import { backedUpText, restoredText } from '../backend/operation-text.ts';
import type { RunCommand } from './command-context.ts';
import { example } from './option-values.ts';
import { withStore } from './with-store.ts';

export function backupCommand(run: RunCommand): Command {
  return new Command('backup')
    .description('write everything that is stored to one file, a tar with every hash in it')
    .argument('<file>', 'written whole or not at all; replaced where it exists')
    .addHelpText('after', example('backup ~/tapedeck-backup.tar'))
    .action((file: string) =>
      run((context) =>
        withStore(context, 'read', async (store) => {
          const done = await store.backup(file, context);
          return { json: done, text: () => `${backedUpText(done)}.` };
        }),
      ),
    );
}

export function restoreCommand(run: RunCommand): Command {
  return new Command('restore')
    .description('merge a backup into the data folder, empty or not, as an import: a damaged backup is refused whole')
    .argument('<file>', 'written by backup')
    .addHelpText('after', example('restore ~/tapedeck-backup.tar', '--data ~/new-folder restore ~/tapedeck-backup.tar'))
    .action((file: string) =>
      run((context) =>
        withStore(context, 'write', async (store) => {
          const done = await store.restore(resolve(file), context);
          return { json: { path: resolve(file), ...done }, text: () => `${restoredText(done)}.` };
        }),
      ),
    );
}
