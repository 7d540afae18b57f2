import { Command } from 'commander';

import type { RunCommand } from './command-context.ts';
import { addImportOptions, importOptionsOf } from './import-options.ts';
import { importTable } from './import-table.ts';
import { example } from './option-values.ts';
import { withImporter } from './with-importer.ts';

export function migrateCommand(run: RunCommand): Command {
  const command = new Command('migrate')
    .description(
      'import the 1m bars of an older data folder, bars/SYMBOL.parquet or bars/SYMBOL/..., and leave it as it is',
    )
    .argument('<dir>', 'the older data folder')
    .option('--dry-run', 'report what would be stored, store nothing')
    .addHelpText('after', example('migrate ~/old-data --dry-run', 'migrate ~/old-data --time-zone America/New_York'));
  return addImportOptions(command).action((dir: string, parsed: Readonly<Record<string, unknown>>) =>
    run((context) =>
      withImporter(context, 'write', async (importer) => {
        const { migrateFolder } = await import('../store/operations/migrate.ts');
        const isDryRun = parsed['dryRun'] === true;
        const { signal, progress } = context;
        const answers = importOptionsOf(parsed);
        const summary = await migrateFolder(importer, dir, { isDryRun, answers, signal, progress });
        return {
          json: { ...summary, dryRun: isDryRun },
          text: () => importTable(summary, isDryRun ? 'would be stored; this was a dry run' : 'stored'),
          failed: summary.files.some(({ status }) => status === 'refused'),
        };
      }),
    ),
  );
}
