import { Command } from 'commander';

import type { RunCommand } from './command-context.ts';
import { example } from './option-values.ts';
import { count } from '../../shared/lang/number-text.ts';
import { textTable, type TextColumn } from './text-table.ts';
import type { PlayedDifference } from './validate-played.ts';
import { withStore } from './with-store.ts';

export function validateCommand(run: RunCommand): Command {
  return new Command('validate')
    .description('check what `run --csv` wrote against the store, every stream and interval')
    .argument('<dir>', 'folder of --csv')
    .addHelpText('after', example('run my-session.json --csv played', 'validate played'))
    .action((folder: string) =>
      run((context) =>
        withStore(context, 'read', async (store) => {
          const { validatePlayed } = await import('./validate-played.ts');
          const { checked, differences } = await validatePlayed(folder, store.reader, context);
          return {
            json: { checked, differences },
            text: () =>
              differences.length === 0
                ? `${count(checked)} rows are as the store has them.`
                : `${textTable(COLUMNS, differences)}\n${count(checked)} rows checked.`,
            failed: differences.length > 0,
          };
        }),
      ),
    );
}

const COLUMNS: readonly TextColumn<PlayedDifference>[] = [
  { head: 'file', value: ({ file }) => file },
  { head: 'row', value: ({ row }) => count(row), align: 'right' },
  { head: 'store', value: ({ expected }) => expected },
  { head: 'played', value: ({ found }) => found },
];
