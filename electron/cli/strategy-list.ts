import { join } from 'node:path';

import { Command } from 'commander';

import type { ParameterDeclaration, StrategyInfo } from '../../shared/trading/strategy.ts';
import type { RunCommand } from './command-context.ts';
import { example } from './option-values.ts';
import { textTable, type TextColumn } from './text-table.ts';

export function strategyListCommand(run: RunCommand): Command {
  return new Command('list')
    .description('list the built-in strategies and those of the data folder, with their parameters')
    .addHelpText('after', example('strategy list'))
    .action(() =>
      run(async ({ dataDir }) => {
        const { builtInStrategies } = await import('../backend/strategies/built-in-info.ts');
        const { describeFile } = await import('../backend/strategies/describe-file.ts');
        const { strategyFilesIn } = await import('../backend/strategies/strategy-files.ts');
        const programs = new URL('./', import.meta.url);
        const files = await strategyFilesIn(join(dataDir, 'strategies'));
        const strategies = [
          ...builtInStrategies(),
          ...(await Promise.all(files.map((path) => describeFile(path, programs)))),
        ];
        return { json: { strategies }, text: () => textTable(COLUMNS, strategies) };
      }),
    );
}

const COLUMNS: readonly TextColumn<StrategyInfo>[] = [
  { head: 'strategy', value: ({ name }) => name },
  { head: 'title', value: ({ title }) => title },
  { head: 'parameters', value: ({ parameters }) => Object.entries(parameters).map(parameterText).join(', ') },
  {
    head: 'problems',
    value: ({ problems }) => problems.map(({ message, line }) => `${message} (line ${line ?? '?'})`).join(' '),
  },
];

function parameterText([name, declared]: [string, ParameterDeclaration]): string {
  return `${name} ${String(declared.default)}`;
}
