import { Command, Option } from 'commander';

import { AppError } from '../../shared/lang/app-error.ts';
import type { Interval } from '../../shared/market/interval.ts';
import type { Sampling, SeriesKind } from '../../shared/market/series.ts';
import { removedText } from '../backend/operation-text.ts';
import type { DateSpan } from '../backend/removals.ts';
import type { Store } from '../store/store.ts';
import type { RunCommand } from './command-context.ts';
import { choice, dateOptions, example, intervalValue } from './option-values.ts';
import { changesOutcome, planText } from './store-changes.ts';
import { withStore } from './with-store.ts';

interface DeleteOptions extends DateSpan {
  readonly symbol?: string;
  readonly kind?: SeriesKind;
  readonly interval?: Interval;
  readonly sampled?: Sampling;
  readonly source?: string;
  readonly all?: boolean;
  readonly dryRun?: boolean;
}

export function deleteCommand(run: RunCommand): Command {
  const command = new Command('delete')
    .description('remove stored rows: those that all options name, between session dates where they are given')
    .argument('[symbol]', 'the same as --symbol')
    .option('--symbol <symbol>', 'only of this symbol')
    .addOption(choice('--kind <kind>', 'only of this kind', ['bars', 'quotes', 'trades']))
    .addOption(new Option('--interval <interval>', 'only bars of this interval').argParser(intervalValue))
    .addOption(choice('--sampled <how>', 'only quotes sampled so', ['event', '1s', '1m']))
    .option('--source <name>', 'only from this source')
    .option('--all', 'every series, where no option names some')
    .option('--dry-run', 'list what would be removed, remove nothing')
    .addHelpText('after', example('delete SPY --interval 1s --to 2013-10-31 --dry-run', 'delete --source old-feed'));
  for (const option of dateOptions()) command.addOption(option);
  return command.action((argument: string | undefined, parsed: DeleteOptions) => {
    const symbol = parsed.symbol ?? argument;
    const options = { ...parsed, ...(symbol === undefined ? {} : { symbol }) };
    const names = [options.symbol, options.kind, options.interval, options.sampled, options.source];
    if (names.every((name) => name === undefined) && options.all !== true) {
      command.error('Name what to remove: a symbol, --kind, --interval, --sampled or --source; or --all.');
    }
    return run((context) =>
      withStore(context, options.dryRun === true ? 'read' : 'write', async (store) => {
        const { removalsBetween } = await import('../backend/removals.ts');
        const removals = removalsBetween(store, seriesOf(store, options), options);
        if (options.dryRun === true) {
          const plan = await store.planRemoval(removals);
          return changesOutcome(plan, true, () => planText(plan, 'removed'));
        }
        const done = await store.remove(removals, context);
        return changesOutcome(done, false, () => removedText(done));
      }),
    );
  });
}

function seriesOf(store: Store, { symbol, kind, interval, sampled, source }: DeleteOptions): string[] {
  const found = store.reader
    .series()
    .filter(
      ({ key }) =>
        (symbol === undefined || key.symbol === symbol) &&
        (kind === undefined || key.kind === kind) &&
        (interval === undefined || key.interval === interval) &&
        (sampled === undefined || key.sampled === sampled) &&
        (source === undefined || key.source === source),
    );
  if (found.length > 0) return found.map(({ id }) => id);
  const what = [symbol, kind, interval, sampled, source].filter((name) => name !== undefined).join(', ');
  throw new AppError('not-found', `No series of ${what || store.dataDir} is stored. "tapedeck catalog" lists what is.`);
}
