import { Command } from 'commander';

import { count, percentText } from '../../shared/lang/number-text.ts';
import { formatIso } from '../../shared/market/time.ts';
import type { CommandContext, Outcome, RunCommand } from './command-context.ts';
import { example } from './option-values.ts';
import type { StreamQuality } from './plan-quality.ts';
import { textTable, type TextColumn } from './text-table.ts';
import { withStore } from './with-store.ts';

/** One stream as it resolves. */
interface ShownStream extends StreamQuality {
  readonly derivedIntervals: readonly string[];
  readonly historicalIntervals: readonly string[];
}

export function sessionShowCommand(run: RunCommand): Command {
  return new Command('show')
    .description('show what a session configuration resolves to in this store')
    .argument('<file>', 'session configuration, JSON')
    .addHelpText('after', example('session show my-session.json'))
    .action((file: string) => run((context) => withStore(context, 'read', (store) => show(file, store, context))));
}

async function show(
  file: string,
  store: Parameters<Parameters<typeof withStore>[2]>[0],
  context: CommandContext,
): Promise<Outcome> {
  const { resolveSession, sessionFile } = await import('./session-run.ts');
  const { planQuality } = await import('./plan-quality.ts');
  const { qualityService } = await import('./quality-of.ts');
  const { disagreementRemarks } = await import('../upkeep/disagreement-remarks.ts');
  const { derivedIntervalsOf } = await import('../engine/run-layout.ts');
  const { config, plan, findCalendar } = await resolveSession(await sessionFile(file), {}, store.reader);
  const quality = qualityService(store.reader, findCalendar);
  const qualities = await planQuality(plan, quality);
  const remarks = [...plan.remarks, ...(await disagreementRemarks(plan, quality))];
  for (const remark of remarks) context.note(remark);
  const streams = qualities.map((stream): ShownStream => ({
    ...stream,
    derivedIntervals: stream.interval === undefined ? [] : derivedIntervalsOf(stream.interval, plan.derivedIntervals),
    historicalIntervals: stream.interval === undefined ? [] : plan.historicalIntervals,
  }));
  const sessions = plan.sessions.map(({ date, open, close, isEarlyClose }) => {
    return { date, open: formatIso(open), close: formatIso(close), isEarlyClose };
  });
  return {
    json: {
      session: config.sessionName,
      mode: config.mode,
      hours: config.hours,
      alignment: config.alignment,
      upkeep: config.upkeep.enabled,
      streams,
      sessions,
      trailingDays: config.historical.trailingDays,
      remarks,
    },
    text: () => {
      const span = `${sessions.length} sessions, ${sessions.at(0)?.date ?? ''} to ${sessions.at(-1)?.date ?? ''}`;
      return `${config.sessionName}: ${span}\n${textTable(COLUMNS, streams)}`;
    },
  };
}

const COLUMNS: readonly TextColumn<ShownStream>[] = [
  { head: 'stream', value: ({ type }) => type },
  { head: 'symbol', value: ({ symbol }) => symbol },
  { head: 'base', value: ({ interval, sampled }) => interval ?? sampled },
  { head: 'source', value: ({ source }) => source },
  { head: 'calendar', value: ({ calendar }) => calendar },
  { head: 'rows', value: ({ rows }) => count(rows), align: 'right' },
  { head: 'quality', value: ({ quality }) => percentText(quality), align: 'right' },
  { head: 'derived', value: ({ derivedIntervals }) => derivedIntervals.join(' ') },
  { head: 'history', value: ({ historicalIntervals }) => historicalIntervals.join(' ') },
];
