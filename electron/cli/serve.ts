import { Command } from 'commander';

import type { RunCommand } from './command-context.ts';
import { example, wholeNumber } from './option-values.ts';

export function serveCommand(run: RunCommand): Command {
  return new Command('serve')
    .description('serve the workstation to a browser on this machine; the first line of output is its address')
    .option('--port <n>', 'port on 127.0.0.1; 0 takes any free one', wholeNumber(0, 65_535), 0)
    .option('--no-open', 'do not open a browser window')
    .addHelpText('after', example('serve --no-open'))
    .action((options: { readonly port: number; readonly open: boolean }) =>
      run(async ({ dataDir, signal }) => {
        const { runServe } = await import('../serve/run-serve.ts');
        await runServe({ dataDir, port: options.port, open: options.open, output: 'json', signal });
        return undefined;
      }),
    );
}
