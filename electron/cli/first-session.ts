import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';

import type { SeriesKey } from '../../shared/market/series.ts';

const BASES = ['1m', '1s'];

/** The first series that a strategy on minutes can be run on: 1m bars, else 1s bars; `undefined` where none are stored. */
export function firstBars(series: readonly { readonly key: SeriesKey }[]): SeriesKey | undefined {
  return BASES.flatMap((base) => series.map(({ key }) => key).filter((key) => isBars(key, base)))[0];
}

/** Writes a session that runs a strategy file of the same folder; without `stored` on the sample's first symbol. One that is there already is
 * left as it is. Returns false then. */
export async function writeFirstSession(
  path: string,
  strategyPath: string,
  stored: SeriesKey | undefined,
): Promise<boolean> {
  const { symbol = 'AAPL', interval = '1m' } = stored ?? {};
  const session = {
    session_name: basename(path, '.json'),
    mode: 'backtest',
    data_streams: [{ type: 'bars', symbol, interval }],
    session_data_config: {
      data_upkeep: { enabled: true, derived_intervals: interval === '1s' ? ['1m', '5m'] : ['5m'] },
    },
    strategy: { name: `./${basename(strategyPath)}`, params: {} },
    cash: 10_000,
    sizing: { type: 'fraction', value: 0.9 },
  };
  try {
    await writeFile(path, `${JSON.stringify(session, undefined, 2)}\n`, { flag: 'wx' });
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  }
}

function isBars({ kind, interval }: SeriesKey, base: string): boolean {
  return kind === 'bars' && interval === base;
}
