import { Command } from 'commander';

import type { ImportReport, ImportSummary } from '../../shared/store/import.ts';
import type { SampleOptions } from '../store/sample/sample-spec.ts';
import type { CommandContext, RunCommand } from './command-context.ts';
import { importTable } from './import-table.ts';
import { example, wholeNumber } from './option-values.ts';
import { withStore } from './with-store.ts';

export function sampleCommand(run: RunCommand): Command {
  return new Command('sample')
    .description('make seeded, realistic bars and quotes with known gaps, and import them')
    .option('--symbols <n>', 'how many symbols', wholeNumber(1, 99))
    .option('--sessions <n>', 'how many sessions', wholeNumber(1, 252))
    .option('--seed <n>', 'another seed makes other data', wholeNumber(0, 0x7fff_ffff))
    .addHelpText('after', example('sample', 'sample --symbols 8 --sessions 20 --seed 7'))
    .action((options: SampleOptions) =>
      run(async (context) => {
        const summary = await storeSample(options, context);
        return { json: summary, text: () => importTable(summary) };
      }),
    );
}

async function storeSample(options: SampleOptions, context: CommandContext): Promise<ImportSummary> {
  const { sampleSpec } = await import('../store/sample/sample-spec.ts');
  const { stageSample } = await import('../store/sample/stage-sample.ts');
  const spec = sampleSpec(options);
  const { signal, progress } = context;
  return withStore(context, 'write', async (store) => {
    const made = await stageSample(spec, { folder: await store.staging(), signal, progress });
    const results = await store.commitFiles(made, { signal });
    const files = made.map(({ path, sha256, rowsRead, rejections, series }, index): ImportReport => {
      const { status = 'unchanged', rowsStored = 0, duplicates = 0, replaced = 0 } = results[index] ?? {};
      const symbols = [...new Set(series.map(({ key }) => key.symbol))];
      return { path, sha256, status, symbols, rowsRead, rowsStored, duplicates, replaced, rejected: 0, rejections };
    });
    return { files, rowsStored: files.reduce((sum, { rowsStored }) => sum + rowsStored, 0) };
  });
}
