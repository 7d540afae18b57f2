import { Command, Option } from 'commander';

import { count, percentText } from '../../shared/lang/number-text.ts';
import { formatIso, type Micros } from '../../shared/market/time.ts';
import type { QualityCell } from '../../shared/quality/quality.ts';
import type { SessionReport } from '../upkeep/quality-service.ts';
import type { RunCommand } from './command-context.ts';
import { choice, dateOptions, example, intervalValue } from './option-values.ts';
import type { DateOptions } from '../upkeep/plan-dates.ts';
import type { SeriesChoice } from './quality-of.ts';
import { textTable, type TextColumn } from './text-table.ts';
import { withStore } from './with-store.ts';

type QualityOptions = SeriesChoice & DateOptions & { readonly by: 'session' | 'hour' | 'minute' };

export function qualityCommand(run: RunCommand): Command {
  const command = new Command('quality')
    .description('how complete the 1s or 1m bars of a symbol are: expected, present, verified empty, missing')
    .argument('<symbol>')
    .addOption(
      new Option('--interval <interval>', '1s or 1m; the finest stored one without it').argParser(intervalValue),
    )
    .option('--source <name>', 'of several sources of the symbol')
    .addOption(choice('--by <unit>', 'adds cells to each session', ['session', 'hour', 'minute']).default('session'))
    .addHelpText('after', example('quality SPY --interval 1s --from 2013-10-08 --by hour'));
  for (const option of dateOptions()) command.addOption(option);
  return command.action((symbol: string, options: QualityOptions) =>
    run((context) =>
      withStore(context, 'read', async (store) => {
        const { calendarFinder } = await import('../upkeep/find-calendar.ts');
        const { chooseBase, qualityService } = await import('./quality-of.ts');
        const { from, to, by } = options;
        const key = chooseBase(store, symbol, options);
        const service = qualityService(store.reader, calendarFinder(context.dataDir));
        const sessions = await service.sessions(key, { from, to }, by === 'session' ? undefined : by);
        const { interval, source } = key;
        const { calendar } = store.reader.symbol(symbol);
        return {
          json: { symbol, interval, source, calendar, sessions: sessions.map(sessionJson) },
          text: () => (sessions.length === 0 ? 'No session in these dates.' : table(sessions)),
        };
      }),
    ),
  );
}

const times = ({ from, to }: { readonly from: Micros; readonly to: Micros }): { from: string; to: string } => ({
  from: formatIso(from),
  to: formatIso(to),
});

function sessionJson({ date, open, close, gaps, cells, ...counts }: SessionReport): Record<string, unknown> {
  return {
    date,
    open: formatIso(open),
    close: formatIso(close),
    ...counts,
    gaps: gaps.map((gap) => ({ ...gap, ...times(gap) })),
    ...(cells === undefined ? {} : { cells: cells.map((cell) => ({ ...cell, ...times(cell) })) }),
  };
}

interface Line {
  readonly name: string;
  readonly counts: Pick<SessionReport, 'expected' | 'present' | 'verifiedEmpty' | 'missing' | 'short' | 'quality'>;
  readonly gaps: number | undefined;
}

function table(sessions: readonly SessionReport[]): string {
  const lines = sessions.flatMap((session): Line[] => {
    const { cells, date, gaps } = session;
    if (cells === undefined) return [{ name: date, counts: session, gaps: gaps.length }];
    return cells.map((cell: QualityCell) => ({ name: formatIso(cell.from), counts: cell, gaps: undefined }));
  });
  return textTable(COLUMNS, lines);
}

const COLUMNS: readonly TextColumn<Line>[] = [
  { head: 'session', value: ({ name }) => name },
  { head: 'expected', value: ({ counts }) => count(counts.expected), align: 'right' },
  { head: 'present', value: ({ counts }) => count(counts.present), align: 'right' },
  { head: 'verified empty', value: ({ counts }) => count(counts.verifiedEmpty), align: 'right' },
  { head: 'missing', value: ({ counts }) => count(counts.missing), align: 'right' },
  { head: 'short', value: ({ counts }) => count(counts.short), align: 'right' },
  { head: 'quality', value: ({ counts }) => percentText(counts.quality), align: 'right' },
  { head: 'gaps', value: ({ gaps }) => (gaps === undefined ? undefined : count(gaps)), align: 'right' },
];
