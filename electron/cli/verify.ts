import { Command } from 'commander';

import { byteText, count } from '../../shared/lang/number-text.ts';
import { formatIso } from '../../shared/market/time.ts';
import type { DamagedFile } from '../../shared/store/operations.ts';
import type { RunCommand } from './command-context.ts';
import { example } from './option-values.ts';
import { textTable, type TextColumn } from './text-table.ts';
import { withStore } from './with-store.ts';

export function verifyCommand(run: RunCommand): Command {
  return new Command('verify')
    .description('compare every stored file with the hash it was stored under')
    .addHelpText('after', example('verify'))
    .action(() =>
      run((context) =>
        withStore(context, 'read', async (store) => {
          const { files, bytes, damaged } = await store.verify(context);
          return {
            json: { files, bytes, damaged: damaged.map((file) => ({ ...file, ...times(file) })) },
            text: () =>
              damaged.length === 0
                ? `${count(files)} files, ${byteText(bytes)}: all are as they were stored.`
                : textTable(COLUMNS, damaged),
            failed: damaged.length > 0,
          };
        }),
      ),
    );
}

function times({ from, to }: DamagedFile): { readonly from: string; readonly to: string } {
  return { from: formatIso(from), to: formatIso(to) };
}

const COLUMNS: readonly TextColumn<DamagedFile>[] = [
  { head: 'damaged file', value: ({ path }) => path },
  { head: 'reason', value: ({ reason }) => reason },
  { head: 'symbol', value: ({ symbol }) => symbol },
  { head: 'from', value: (file) => times(file).from },
  { head: 'to', value: (file) => times(file).to },
];
