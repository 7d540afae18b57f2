import { Command } from 'commander';

import type { DoctorLine } from '../../shared/ipc/contract.ts';
import type { RunCommand } from './command-context.ts';
import { example } from './option-values.ts';
import { textTable, type TextColumn } from './text-table.ts';

export function doctorCommand(run: RunCommand): Command {
  return new Command('doctor')
    .description('look at versions, data folder, store, hosts, disk and memory, and say what to do')
    .addHelpText('after', example('doctor'))
    .action(() =>
      run(async ({ dataDir }) => {
        const { doctorLines } = await import('../backend/doctor-lines.ts');
        const checks = await doctorLines(dataDir);
        const ok = checks.every((check) => check.ok);
        return { json: { ok, checks }, text: () => textTable(COLUMNS, checks) };
      }),
    );
}

const COLUMNS: readonly TextColumn<DoctorLine>[] = [
  { head: 'part', value: ({ name }) => name },
  { head: '', value: ({ ok }) => (ok ? 'ok' : 'look') },
  { head: 'found', value: ({ value }) => value },
  { head: 'what to do', value: ({ remedy }) => remedy ?? '' },
];
