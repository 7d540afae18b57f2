import { extname } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';

import type { ExportFormat } from '../store/export.ts';
import type { RunCommand } from './command-context.ts';
import type { ExportQuery } from '../upkeep/export-range.ts';
import { choice, dateOptions, example, intervalValue } from './option-values.ts';
import { byteText, count } from '../../shared/lang/number-text.ts';
import { withStore } from './with-store.ts';

interface ExportOptions extends ExportQuery {
  readonly out: ExportFile;
  readonly layout?: 'freqtrade';
}

interface ExportFile {
  readonly path: string;
  readonly format: ExportFormat;
}

const FORMATS: Readonly<Record<string, ExportFormat>> = {
  '.parquet': 'parquet',
  '.csv': 'csv',
  '.arrow': 'arrow',
  '.feather': 'arrow',
};

export function exportCommand(run: RunCommand): Command {
  const command = new Command('export')
    .description('write a series, stored or derived, to a Parquet, CSV or Arrow file')
    .addOption(choice('--kind <kind>', 'what to export', ['bars', 'quotes', 'trades']).makeOptionMandatory())
    .requiredOption('--symbol <symbol>', 'as `catalog` lists it')
    .addOption(new Option('--interval <interval>', 'of bars, stored or derived').argParser(intervalValue))
    .addOption(choice('--sampled <how>', 'of quotes; the finest without it', ['event', '1s', '1m']))
    .option('--source <name>', 'of several sources of the symbol')
    .addOption(
      new Option('--out <file>', '.parquet, .csv, .arrow or .feather').argParser(fileValue).makeOptionMandatory(),
    )
    .addOption(choice('--layout <name>', 'of a .feather file: as freqtrade keeps bars', ['freqtrade']))
    .addHelpText(
      'after',
      example(
        'export --kind bars --symbol SPY --interval 5m --out spy-5m.parquet',
        'export --kind bars --symbol BTC/USDT --interval 5m --layout freqtrade --out BTC_USDT-5m.feather',
      ),
    );
  for (const option of dateOptions()) command.addOption(option);
  return command.action((options: ExportOptions) => {
    if (options.kind === 'bars' && options.interval === undefined) command.error('bars need an --interval.');
    if (options.kind !== 'bars' && options.interval !== undefined) command.error('only bars have an --interval.');
    if (options.layout !== undefined && !/\.feather$/i.test(options.out.path))
      command.error('freqtrade reads .feather files.');
    const file = options.layout === undefined ? options.out : { ...options.out, format: options.layout };
    return run((context) =>
      withStore(context, 'read', async (store) => {
        const { exportRange } = await import('../upkeep/export-range.ts');
        const { rows, bytes, sha256 } = await exportRange(options, file, store, context.signal);
        return {
          json: { rows, bytes, sha256 },
          text: () => `${count(rows)} rows, ${byteText(bytes)}, written to ${file.path}`,
        };
      }),
    );
  });
}

function fileValue(path: string): ExportFile {
  const format = FORMATS[extname(path).toLowerCase()];
  if (format === undefined)
    throw new InvalidArgumentError(`The file name must end in ${Object.keys(FORMATS).join(', ')}.`);
  return { path, format };
}
