import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';

import { AppError } from '../../shared/lang/app-error.ts';
import { parseInterval, type Interval } from '../../shared/market/interval.ts';
import { dayNumber, micros, MICROS_PER_DAY, type SessionDate } from '../../shared/market/time.ts';
import type { RetentionRule } from '../../shared/store/retention.ts';
import { removedText } from '../backend/operation-text.ts';
import type { RunCommand } from './command-context.ts';
import { dateValue, example, intervalValue, wholeNumber } from './option-values.ts';
import { changesOutcome, planText } from './store-changes.ts';
import { withStore } from './with-store.ts';

interface RetentionOptions {
  readonly keep?: readonly RetentionRule[];
  readonly interval?: Interval;
  readonly days?: number;
  readonly asOf?: SessionDate;
  readonly dryRun?: boolean;
}

const MOST_DAYS = 36_500;
const HALF_A_DAY = MICROS_PER_DAY / 2;

export function retentionCommand(run: RunCommand): Command {
  const command = new Command('retention')
    .description('remove rows that are older than their rule keeps them; without rules, by those of the settings')
    .addOption(
      new Option(
        '--keep <what=days>',
        '1s=30: 1s bars for 30 days; also quotes=7, trades=7; may be repeated',
      ).argParser(ruleValue),
    )
    .addOption(new Option('--interval <interval>', 'with --days: bars of this interval').argParser(intervalValue))
    .option('--days <n>', 'with --interval: days to keep', wholeNumber(1, MOST_DAYS))
    .addOption(new Option('--as-of <date>', 'count back from this date instead of today').argParser(dateValue))
    .option('--dry-run', 'list what would be removed, remove nothing')
    .addHelpText('after', example('retention --keep 1s=30 --keep quotes=7 --dry-run', 'retention'));
  return command.action((options: RetentionOptions) => {
    if ((options.interval === undefined) !== (options.days === undefined)) {
      command.error('--interval and --days go together: --interval 1s --days 30.');
    }
    return run((context) =>
      withStore(context, options.dryRun === true ? 'read' : 'write', async (store) => {
        const { removalsByAge } = await import('../backend/removals.ts');
        const removals = removalsByAge(store, await rulesOf(options, context.dataDir), nowOf(options));
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

async function rulesOf(options: RetentionOptions, dataDir: string): Promise<readonly RetentionRule[]> {
  const { keep = [], interval, days } = options;
  const given = interval === undefined || days === undefined ? keep : [...keep, { of: interval, days }];
  if (given.length > 0) return given;
  const { SettingsStore } = await import('../backend/settings-store.ts');
  const kept = (await SettingsStore.open(dataDir, true)).get().retention;
  if (kept.length > 0) return kept;
  const message = `No rule is given and ${join(dataDir, 'settings.json')} has none. Give some: tapedeck retention --keep 1s=30 --dry-run`;
  throw new AppError('bad-request', message);
}

/** Noon UTC of a date is on that date in every zone that trades. */
function nowOf({ asOf }: RetentionOptions) {
  return micros(asOf === undefined ? Date.now() * 1_000 : dayNumber(asOf) * MICROS_PER_DAY + HALF_A_DAY);
}

function ruleValue(text: string, before: readonly RetentionRule[] = []): RetentionRule[] {
  const [, of = '', digits = ''] = /^([^=]+)=(\d{1,5})d?$/.exec(text) ?? [];
  const days = Number(digits);
  const isKnown = of === 'quotes' || of === 'trades' || parseInterval(of) !== undefined;
  if (!isKnown || days < 1 || days > MOST_DAYS) {
    throw new InvalidArgumentError(`Write an interval, quotes or trades and its days, 1 to ${MOST_DAYS}: 1s=30.`);
  }
  return [...before, { of, days }];
}
