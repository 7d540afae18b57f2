import type { RemoteClient } from '../../renderer/backend/remote-client.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import type { OpenRun } from '../../shared/session/replay.ts';
import { type Served, serve } from '../support/served.ts';
import { monthSpec } from './bench-data.ts';
import { benchFolder } from './bench-store.ts';

const SYMBOLS = monthSpec().profiles.map(({ symbol }) => symbol);

/** The bench month as a session: 4 symbols of 1s bars with quotes, 1m and 5m derived. */
const MONTH = {
  session_name: 'bench month',
  mode: 'backtest',
  data_streams: SYMBOLS.flatMap((symbol) => [
    { type: 'bars', symbol, interval: '1s' },
    { type: 'quotes', symbol },
  ]),
  session_data_config: { data_upkeep: { enabled: true, derived_intervals: ['1m', '5m'] } },
};

/** Two charts of 1s bars, of different symbols. */
export const CHARTS = SYMBOLS.slice(0, 2).map((symbol, index) => ({
  id: `chart-${index + 1}`,
  symbol,
  interval: '1s',
}));

export interface MonthHost {
  readonly served: Served;
  readonly window: RemoteClient;
  readonly run: OpenRun;
}

/** Opens the bench month on a served backend; a window opened later shows {@link CHARTS}. It is closed again unless it is to be remembered. */
export async function withServedMonth<T>(
  use: (host: MonthHost) => Promise<T>,
  { isRemembered = false } = {},
): Promise<T> {
  const served = await serve(await benchFolder());
  try {
    const window = served.openWindow();
    await window.request('settings.set', { charts: CHARTS });
    const { run } = await window.request('session.open', { config: MONTH });
    const result = await use({ served, window, run });
    if (!isRemembered) await window.request('session.close', {});
    return result;
  } finally {
    await served.stop();
  }
}

/** Instant so many session seconds before the end of the last session. */
export function beforeEnd({ sessions }: OpenRun, seconds: number): number {
  return ensure(sessions.at(-1), 'last session').close - seconds * 1e6;
}
