import { Command } from 'commander';

import type { RunCommand } from './command-context.ts';
import { sessionShowCommand } from './session-show.ts';
import { sessionValidateCommand } from './session-validate.ts';

export function sessionCommand(run: RunCommand): Command {
  return new Command('session')
    .description('look at a session configuration before it is run')
    .addCommand(sessionShowCommand(run))
    .addCommand(sessionValidateCommand(run));
}
