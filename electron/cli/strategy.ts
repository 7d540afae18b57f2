import { Command } from 'commander';

import type { RunCommand } from './command-context.ts';
import { strategyListCommand } from './strategy-list.ts';
import { strategyNewCommand } from './strategy-new.ts';

export function strategyCommand(run: RunCommand): Command {
  return new Command('strategy')
    .description('strategies to run on recorded sessions')
    .addCommand(strategyNewCommand(run))
    .addCommand(strategyListCommand(run));
}
