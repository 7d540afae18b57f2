import type { Interval } from '../../shared/market/interval.ts';
import { seriesId } from '../../shared/market/series.ts';
import { parseIso, type Micros } from '../../shared/market/time.ts';
import type { SeriesSummary } from '../../shared/store/catalogue.ts';

export const at = (iso: string): Micros => {
  const time = parseIso(iso);
  if (time === undefined) throw new Error(`the test gives ${iso}, which is no instant`);
  return time;
};

/** A stored series: `stored('SPY 1s')` bars, `stored('SPY quotes')`, with the rest as given. */
export function stored(text: string, more: Partial<SeriesSummary> = {}): SeriesSummary {
  const [symbol = '', what = ''] = text.split(' ');
  const kind = what === 'quotes' || what === 'trades' ? what : 'bars';
  const key = {
    kind,
    symbol,
    source: 'lean',
    ...(kind === 'bars' ? { interval: what as Interval } : kind === 'quotes' ? { sampled: 'event' as const } : {}),
    ...more,
  } as const;
  return {
    id: seriesId(key),
    calendar: 'us-equities',
    timeZone: 'America/New_York',
    from: at('2013-10-07T13:30:00Z'),
    to: at('2013-10-11T19:59:59Z'),
    rows: 1_000,
    bytes: 10_000,
    files: 1,
    priceScale: 2,
    ...key,
  };
}
