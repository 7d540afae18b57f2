import { relative, resolve } from 'node:path';

import { Command } from 'commander';

import type { RunCommand } from './command-context.ts';
import { example } from './option-values.ts';

export function strategyNewCommand(run: RunCommand): Command {
  return new Command('new')
    .description('write a commented strategy that runs as it is, a session to run it on, and the types for its editor')
    .argument('<name>', 'name of the file, with or without .ts')
    .option('--dir <dir>', 'folder to write to', '.')
    .addHelpText('after', example('strategy new my-strategy'))
    .action((name: string, { dir }: { readonly dir: string }) =>
      run(async ({ dataDir }) => {
        const { writeTemplate } = await import('../backend/strategies/strategy-files.ts');
        const { openReader } = await import('../store/reader.ts');
        const { firstBars, writeFirstSession } = await import('./first-session.ts');
        const reader = await openReader({ dataDir });
        const stored = firstBars(reader.series());
        await reader.close();
        const path = await writeTemplate(resolve(dir), name, new URL('./', import.meta.url));
        const session = path.replace(/\.ts$/, '.json');
        const isNew = await writeFirstSession(session, path, stored);
        const shown = relative('.', session);
        const lines = [
          path,
          isNew ? session : `${session} was there already and is left as it is`,
          'Run it:',
          ...(stored === undefined ? ['  tapedeck sample        nothing is stored yet: makes sample data'] : []),
          `  tapedeck run ${shown} --report ${shown.replace(/\.json$/, '.html')}`,
        ];
        return { json: { path, session }, text: () => lines.join('\n') };
      }),
    );
}
