import { Command } from 'commander';

import type { RunCommand } from './command-context.ts';
import { sessionValidateCommand } from './session-validate.ts';

export function sessionCommand(run: RunCommand): Command {
  return new Command('session').description('look at a session configuration').addCommand(sessionValidateCommand(run));
}
