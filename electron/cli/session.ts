import { Command } from 'commander';

import type { RunCommand } from './command-context.ts';
import { example } from './option-values.ts';
import { sessionShowCommand } from './session-show.ts';
import { sessionStatusCommand } from './session-status.ts';
import { sessionValidateCommand } from './session-validate.ts';

export function sessionCommand(run: RunCommand): Command {
  return new Command('session')
    .description('look at a session configuration before it is run, and at the running session')
    .addHelpText('after', example('session validate my-session.json', 'session status'))
    .addCommand(sessionShowCommand(run))
    .addCommand(sessionValidateCommand(run))
    .addCommand(sessionStatusCommand(run));
}
