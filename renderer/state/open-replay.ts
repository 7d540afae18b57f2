import type { Micros, SessionDate } from '../../shared/market/time.ts';
import type { Services } from './services.ts';

export interface ReplayTarget {
  readonly symbol: string;
  readonly interval: string;
  readonly source: string;
  readonly date: SessionDate;
  /** Absent: the open of the session. */
  readonly time?: Micros;
}

/** Shows a moment in Replay: the open run goes there if it holds the symbol's session, else a run of that one series and day is opened. Failures are told. */
export async function openReplayAt(
  { client, session, navigation, notices }: Services,
  target: ReplayTarget,
): Promise<void> {
  try {
    const { run } = session.getState();
    const planned = run?.sessions.find((candidate) => candidate.date === target.date);
    const hasSymbol = run?.symbols.some(({ symbol, base }) => symbol === target.symbol && base === target.interval);
    const isOpen = planned !== undefined && hasSymbol === true;
    if (!isOpen) await session.getState().open(sessionOfDay(target));
    const time = target.time ?? (isOpen ? planned.open : undefined);
    if (time !== undefined)
      session.getState().setReplay(await client.request('replay.command', { type: 'seek', time }));
    navigation.getState().go('replay');
  } catch (error) {
    notices.getState().showError(error);
  }
}

function sessionOfDay({ symbol, interval, source, date }: ReplayTarget): unknown {
  return {
    session_name: `${symbol} ${interval} ${date}`,
    mode: 'backtest',
    data_streams: [{ type: 'bars', symbol, interval, source }],
    dates: { from: date, to: date },
    session_data_config: {
      data_upkeep: { enabled: true, derived_intervals: interval === '1s' ? ['1m', '5m', '15m'] : ['5m', '15m', '1h'] },
    },
  };
}
