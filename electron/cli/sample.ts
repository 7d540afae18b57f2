import { Command } from 'commander';

import type { SampleOptions } from '../store/sample/sample-spec.ts';
import type { RunCommand } from './command-context.ts';
import { importTable } from './import-table.ts';
import { example, wholeNumber } from './option-values.ts';
import { withStore } from './with-store.ts';

export function sampleCommand(run: RunCommand): Command {
  return new Command('sample')
    .description('make seeded, realistic bars and quotes with known gaps, and import them')
    .option('--symbols <n>', 'how many symbols; 4 without it', wholeNumber(1, 99))
    .option('--sessions <n>', 'how many sessions; 5 without it', wholeNumber(1, 252))
    .option('--seed <n>', 'another seed makes other data; 1 without it', wholeNumber(0, 0x7fff_ffff))
    .addHelpText('after', example('sample', 'sample --symbols 8 --sessions 20 --seed 7'))
    .action((options: SampleOptions) =>
      run((context) =>
        withStore(context, 'write', async (store) => {
          const { storeSample } = await import('../backend/store-sample.ts');
          const summary = await storeSample(store, options, context.signal, context.progress);
          return { json: summary, text: () => importTable(summary) };
        }),
      ),
    );
}
