import { resolve } from 'node:path';

import { Command } from 'commander';

import type { RunCommand } from './command-context.ts';
import { example } from './option-values.ts';

export function strategyNewCommand(run: RunCommand): Command {
  return new Command('new')
    .description('write a commented strategy that runs as it is, and the types for its editor')
    .argument('<name>', 'name of the file, with or without .ts')
    .option('--dir <dir>', 'folder to write to', '.')
    .addHelpText('after', example('strategy new my-strategy'))
    .action((name: string, { dir }: { readonly dir: string }) =>
      run(async () => {
        const { writeTemplate } = await import('../backend/strategies/strategy-files.ts');
        const path = await writeTemplate(resolve(dir), name, new URL('./', import.meta.url));
        return {
          json: { path },
          text: () =>
            `${path}\nName it in a session: "strategy": { "name": "${path}" }, then: tapedeck run SESSION.json`,
        };
      }),
    );
}
