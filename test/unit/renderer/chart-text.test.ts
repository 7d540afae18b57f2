import { describe, expect, test } from 'vitest';

import { unpackBar } from '../../../renderer/chart/chart-item.ts';
import { duration, legendOf, plotText } from '../../../renderer/chart/legend.ts';
import { priceRange, volumeCap } from '../../../renderer/chart/price-range.ts';
import { tickLabel, tickWeight } from '../../../renderer/chart/zone-scale.ts';
import { chartsOf, unshownInterval } from '../../../renderer/replay/chart-list.ts';
import { scrubSubscription } from '../../../renderer/replay/scrub-line.ts';
import { zoneTime } from '../../../renderer/state/zone-time.ts';
import { priceText } from '../../../renderer/ui/price-text.ts';
import { MICROS_PER_SECOND } from '../../../shared/market/time.ts';
import { openRun } from '../../support/open-run.ts';
import { interval, packedBars } from '../../support/packed.ts';
import { at } from '../../support/series.ts';

const newYork = zoneTime('America/New_York');
const seconds = (iso: string): number => at(iso) / MICROS_PER_SECOND;

describe('legend', () => {
  const context = { prices: priceText(4, 'us-equities', 100), zone: newYork, clock: seconds('2013-10-09T14:52:07Z') };

  test('a closed bar shows its prices, change, time and volume in the shown zone', () => {
    const bar = { ...unpackBar(packedBars(0), 0), time: seconds('2013-10-09T14:50:00Z') };
    const { prices, change, direction, detail } = legendOf(
      { ...bar, open: 100, high: 101.125, low: 99, close: 99.5, volume: 2_600 },
      { ...context, interval: interval('1m') },
    );
    expect(prices.map(([, text]) => text)).toEqual(['100.00', '101.1250', '99.00', '99.50']);
    expect([change, direction, detail]).toEqual(['−0.50 %', 'down', 'Wed 9 Oct 10:50, volume 2,600']);
  });

  test('a forming bar says how far it is', () => {
    const bar = { ...unpackBar(packedBars(0), 0, true), time: seconds('2013-10-09T14:50:00Z') };
    expect(legendOf(bar, { ...context, interval: interval('5m') }).detail).toBe('forming, 2:07 of 5:00, volume 10');
  });

  test('a plotted value has places by its size, none where it is a volume', () => {
    const texts = [0.01234, 12.345, -1_234.56, 1_706_920, -250_000].map(plotText);
    expect(texts).toEqual(['0.0123', '12.35', '−1,234.6', '1,706,920', '−250,000']);
  });

  test('durations from an hour on show hours', () => {
    expect([duration(7), duration(3_905)]).toEqual(['0:07', '1:05:05']);
  });
});

describe('price scale', () => {
  const bar = (open: number, high: number, low: number, close: number) => ({
    ...unpackBar(packedBars(0), 0),
    ...{ open, high, low, close },
  });

  test('bodies set the range, and an outlier wick does not flatten them', () => {
    expect(priceRange([bar(100, 101, 99, 110), bar(105, 500, 104, 106)], 0, 1)).toEqual({ low: 99, high: 113 });
  });

  test('bars out of sight and blanks do not count', () => {
    expect(priceRange([bar(1, 1, 1, 1), { time: 5 }, bar(100, 101, 99, 100)], 1, 2)).toEqual({ low: 99, high: 101 });
    expect(priceRange([{ time: 5 }], 0, 0)).toBeUndefined();
  });

  test('one huge print does not flatten the other volumes', () => {
    expect(volumeCap([...Array.from({ length: 99 }, () => 10), 1_000_000])).toBe(10);
  });
});

describe('time axis', () => {
  test('marks weigh by the wall time of the shown zone', () => {
    const weight = (before: string, after: string): number => {
      return tickWeight(newYork.wall(at(before)) / 1e6, newYork.wall(at(after)) / 1e6);
    };
    const day = weight('2013-10-08T19:59:00Z', '2013-10-09T13:30:00Z');
    const noon = weight('2013-10-09T15:59:00Z', '2013-10-09T16:00:00Z');
    const minute = weight('2013-10-09T15:56:59Z', '2013-10-09T15:57:00Z');
    const second = weight('2013-10-09T15:57:01Z', '2013-10-09T15:57:02Z');
    expect([...[second, day, minute, noon]].sort((a, b) => a - b)).toEqual([second, minute, noon, day]);
    expect(tickLabel(seconds('2013-10-09T13:30:00Z'), day, 60, newYork)).toBe('Wed 9 Oct');
    expect(tickLabel(seconds('2013-10-09T16:00:00Z'), noon, 1, newYork)).toBe('12:00');
    expect(tickLabel(seconds('2013-10-09T15:57:02Z'), second, 1, newYork)).toBe('11:57:02');
  });
});

describe('charts of a run', () => {
  test('a new window shows base and 5m of the first symbol and the base of the second', () => {
    expect(chartsOf(openRun(), []).map(({ symbol, interval: one }) => `${symbol} ${one}`)).toEqual([
      'SPY 1s',
      'SPY 5m',
      'IBM 1m',
    ]);
  });

  test('remembered charts are fitted to a run without their symbol or interval', () => {
    const remembered = [
      { id: 'a', symbol: 'TSLA', interval: '15m' },
      { id: 'b', symbol: 'IBM', interval: '1s' },
    ];
    expect(chartsOf(openRun(), remembered)).toEqual([
      { id: 'a', symbol: 'SPY', interval: '5m' },
      { id: 'b', symbol: 'IBM', interval: '1m' },
    ]);
  });

  test('an added chart shows what is not shown yet', () => {
    const [first, ...others] = chartsOf(openRun(), []);
    if (first === undefined) throw new Error('no chart');
    expect(unshownInterval(openRun(), first, [first, ...others])).toBe('1m');
  });

  test('the scrub line takes 5m, and a coarser interval where a run is too long for it', () => {
    const run = openRun();
    expect(scrubSubscription(run)?.interval).toBe('5m');
    expect(
      scrubSubscription({ ...run, symbols: run.symbols.map((one) => ({ ...one, hasQuotes: true })) })?.symbol,
    ).toBe('SPY');
    const year = Array.from({ length: 600 }, () => run.sessions).flat();
    expect(scrubSubscription({ ...run, sessions: year })?.interval).toBe('1d');
  });
});

describe('prices', () => {
  test('US stocks from a dollar on are shown in cents, single figures exactly; others as they are stored', () => {
    const spy = priceText(4, 'us-equities', 165);
    expect([spy.column(165.335), spy.exact(165.3355), spy.exact(165.3)]).toEqual(['165.34', '165.3355', '165.30']);
    expect(priceText(4, 'us-equities', 0.5).column(0.5)).toBe('0.5000');
    expect(priceText(5, 'fx', 1.1).column(1.1)).toBe('1.10000');
  });
});
