import { Command } from 'commander';

import { compactedText } from '../backend/operation-text.ts';
import type { RunCommand } from './command-context.ts';
import { example } from './option-values.ts';
import { changesOutcome, planText } from './store-changes.ts';
import { withStore } from './with-store.ts';

export function compactCommand(run: RunCommand): Command {
  return new Command('compact')
    .description('join small files of each series to larger ones; no row changes, and readers are not disturbed')
    .option('--dry-run', 'list what would be joined, change nothing')
    .addHelpText('after', example('compact', 'compact --dry-run'))
    .action(({ dryRun = false }: { readonly dryRun?: boolean }) =>
      run((context) =>
        withStore(context, dryRun ? 'read' : 'write', async (store) => {
          if (dryRun) {
            const plan = await store.planCompaction();
            return changesOutcome(plan, true, () => planText(plan, 'joined'));
          }
          const done = await store.compact(context);
          return changesOutcome(done, false, () => compactedText(done));
        }),
      ),
    );
}
