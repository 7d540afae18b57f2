import { Command } from 'commander';

import { count, percentText } from '../../shared/lang/number-text.ts';
import type { StreamStatus } from '../../shared/session/status.ts';
import type { RunCommand } from './command-context.ts';
import { example } from './option-values.ts';
import { textTable, type TextColumn } from './text-table.ts';

export function sessionStatusCommand(run: RunCommand): Command {
  return new Command('status')
    .description('show where the session stands that is open in the running Tapedeck')
    .addHelpText('after', example('session status', 'session status --json'))
    .action(() =>
      run(async ({ dataDir }) => {
        const { askStatus } = await import('../backend/status-line.ts');
        const status = await askStatus(dataDir);
        return {
          json: status,
          text: () => {
            const { session, state, clock, speed, streams, upkeep, timerExpired } = status;
            const pace = speed === 'max' ? 'as fast as possible' : `${speed}x`;
            const notes = [upkeep ? '' : 'upkeep is off', timerExpired ? 'data ran out before the end' : ''];
            const line = [`${session}: ${state} at ${clock}`, pace, ...notes.filter((note) => note !== '')].join(', ');
            return `${line}\n${textTable(COLUMNS, streams)}`;
          },
        };
      }),
    );
}

const COLUMNS: readonly TextColumn<StreamStatus>[] = [
  { head: 'stream', value: ({ type }) => type },
  { head: 'symbol', value: ({ symbol }) => symbol },
  { head: 'base', value: ({ interval }) => interval },
  { head: 'source', value: ({ source }) => source },
  { head: 'position', value: ({ position }) => count(position), align: 'right' },
  { head: 'queue', value: ({ queue }) => count(queue), align: 'right' },
  { head: 'quality', value: ({ quality }) => percentText(quality), align: 'right' },
];
