import { Command } from 'commander';

import type { RunCommand } from './command-context.ts';
import { example } from './option-values.ts';
import { strategyListCommand } from './strategy-list.ts';
import { strategyNewCommand } from './strategy-new.ts';

export function strategyCommand(run: RunCommand): Command {
  return new Command('strategy')
    .description('strategies to run on recorded sessions')
    .addHelpText('after', example('strategy new my-strategy', 'strategy list'))
    .addCommand(strategyNewCommand(run))
    .addCommand(strategyListCommand(run));
}
