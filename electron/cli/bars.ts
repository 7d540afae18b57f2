import { Command } from 'commander';

import type { BarColumns, DerivedColumns } from '../../shared/market/columns.ts';
import type { Interval } from '../../shared/market/interval.ts';
import { formatIso, micros } from '../../shared/market/time.ts';
import type { CommandContext, RunCommand } from './command-context.ts';
import { choice, dateOptions, example, intervalValue } from './option-values.ts';
import type { DateOptions } from '../upkeep/plan-dates.ts';
import type { BarsQuery } from '../upkeep/session-bars.ts';
import { textTable, type TextColumn } from './text-table.ts';

interface BarsOptions extends DateOptions {
  readonly interval: Interval;
  readonly source?: string;
  readonly fill?: 'previous';
  readonly hours: 'regular' | 'extended';
}

/** One bar of the answer; the last three belong to derived bars, `filled` to slots without a bar under `--fill previous` (S10). */
interface BarRow {
  readonly time: string;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly filled?: true;
  readonly expected?: number;
  readonly present?: number;
  readonly complete?: boolean;
}

export function barsCommand(run: RunCommand): Command {
  const command = new Command('bars')
    .description('print bars of any interval, stored or derived, session by session')
    .argument('<symbol>')
    .requiredOption('--interval <interval>', '1s, 5m, 1h, 1d ...', intervalValue)
    .option('--source <name>', 'of several sources of the symbol')
    .addOption(choice('--fill <how>', 'previous: show slots without a bar at the close before', ['previous']))
    .addOption(choice('--hours <hours>', 'of each session', ['regular', 'extended']).default('regular'))
    .addHelpText('after', example('bars SPY --interval 5m --from 2013-10-08 --to 2013-10-08'));
  for (const option of dateOptions()) command.addOption(option);
  return command.action((symbol: string, options: BarsOptions) =>
    run(async (context) => {
      const { bars, places } = await queryBars({ ...options, symbol }, options.fill === 'previous', context);
      return {
        json: { symbol, interval: options.interval, bars },
        text: () => textTable(columnsOf(places, bars[0]?.expected !== undefined), bars),
      };
    }),
  );
}

async function queryBars(
  query: BarsQuery,
  isFilled: boolean,
  context: CommandContext,
): Promise<{ readonly bars: BarRow[]; readonly places: number }> {
  const { openReader } = await import('../store/reader.ts');
  const { sessionBars } = await import('../upkeep/session-bars.ts');
  const { calendarFinder } = await import('../upkeep/find-calendar.ts');
  const { slotTimes } = await import('./slot-times.ts');
  const { throwIfCancelled } = await import('../../shared/lang/cancel.ts');
  const reader = await openReader({ dataDir: context.dataDir });
  const bars: BarRow[] = [];
  let places = 2;
  try {
    for await (const { session, priceScale, columns } of sessionBars(query, reader, calendarFinder(context.dataDir))) {
      throwIfCancelled(context.signal, 'The query');
      places = priceScale;
      const rows = rowsOf(columns);
      for (const row of isFilled ? fillPrevious(rows, slotTimes(session, query.interval)) : rows) bars.push(row);
    }
  } finally {
    await reader.close();
  }
  return { bars, places };
}

function rowsOf(columns: BarColumns | DerivedColumns): BarRow[] {
  const { time, open, high, low, close, volume } = columns;
  return Array.from(time, (at, row) => ({
    time: formatIso(micros(at)),
    open: open[row] as number,
    high: high[row] as number,
    low: low[row] as number,
    close: close[row] as number,
    volume: volume[row] as number,
    ...('expected' in columns
      ? {
          expected: columns.expected[row] as number,
          present: columns.present[row] as number,
          complete: columns.complete[row] === 1,
        }
      : {}),
  }));
}

/** Every slot of the session from its first bar on; never backwards, never across its end (S10). */
function fillPrevious(rows: readonly BarRow[], slots: Iterable<string>): BarRow[] {
  const byTime = new Map(rows.map((row) => [row.time, row]));
  const filled: BarRow[] = [];
  let last: BarRow | undefined;
  for (const time of slots) {
    const row = byTime.get(time);
    if (row !== undefined) filled.push((last = row));
    else if (last !== undefined) {
      const { close } = last;
      filled.push({ time, open: close, high: close, low: close, close, volume: 0, filled: true });
    }
  }
  return filled;
}

function columnsOf(places: number, isDerived: boolean): TextColumn<BarRow>[] {
  const price = (head: string, value: (row: BarRow) => number): TextColumn<BarRow> => {
    return { head, value: (row) => value(row).toFixed(places), align: 'right' };
  };
  return [
    { head: 'time', value: ({ time }) => time },
    price('open', ({ open }) => open),
    price('high', ({ high }) => high),
    price('low', ({ low }) => low),
    price('close', ({ close }) => close),
    { head: 'volume', value: ({ volume }) => volume, align: 'right' },
    ...(isDerived ? DERIVED_COLUMNS : []),
    {
      head: '',
      value: ({ filled, complete }) => (filled === true ? 'filled' : complete === false ? 'incomplete' : ''),
    },
  ];
}

const DERIVED_COLUMNS: readonly TextColumn<BarRow>[] = [
  { head: 'expected', value: ({ expected }) => expected, align: 'right' },
  { head: 'present', value: ({ present }) => present, align: 'right' },
];
