import { Command } from 'commander';

import type { RunCommand } from './command-context.ts';
import { addImportOptions, importOptionsOf } from './import-options.ts';
import { importTable } from './import-table.ts';
import { example } from './option-values.ts';
import { withImporter } from './with-importer.ts';

export function importCommand(run: RunCommand): Command {
  const command = new Command('import')
    .description(
      'store foreign files: Parquet, CSV, Arrow, JSON; what they hold is recognised, and options settle what is not',
    )
    .argument('<paths...>', 'files and folders, which are walked')
    .addHelpText('after', example('import ~/data/spy', 'import ticks.csv --time-zone America/New_York --symbol SPY'));
  return addImportOptions(command).action((paths: readonly string[], parsed: Readonly<Record<string, unknown>>) =>
    run((context) =>
      withImporter(context, 'write', async (importer) => {
        const options = importOptionsOf(parsed);
        const summary = await importer.importPaths(paths, options, context.signal, context.progress);
        return {
          json: summary,
          text: () => importTable(summary),
          failed: summary.files.some(({ status }) => status === 'refused'),
        };
      }),
    ),
  );
}
