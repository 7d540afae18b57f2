import { describe, expect, test } from 'vitest';

import { ChartIndicators } from '../../../electron/coordinator/chart-indicators.ts';
import { CHART_INDICATOR_KINDS, type ChartIndicator } from '../../../shared/session/chart-indicators.ts';
import { ONE_MINUTE } from '../../../shared/market/interval.ts';
import type { PlotRows } from '../../../shared/session/replay.ts';

const STEP = 60e6;
const OPEN = 1_000 * STEP;

/** Bars of a minute from `OPEN` on that close at 1, 2, 3 ...; as long again after a night. */
function spans(count: number) {
  const at = (of: (index: number) => number): Float64Array => Float64Array.from({ length: 2 * count }, (_, i) => of(i));
  const close = at((index) => index + 1);
  const columns = {
    time: at((index) => OPEN + index * STEP + (index < count ? 0 : 1_000 * STEP)),
    ...{ open: close, high: close, low: close, close, volume: at(() => 10), flags: new Uint8Array(2 * count) },
  };
  return [{ columns, from: 0, to: 2 * count }];
}
const OPENS = [OPEN, OPEN + 1_040 * STEP];
const values = ({ rows }: PlotRows): number[] => [...rows].filter((_, index) => index % 2 === 1);

const EVERY = Object.keys(CHART_INDICATOR_KINDS) as ChartIndicator[];

describe('indicators of a chart', () => {
  test('belong to the close of their bar and begin with the window, settled by the bars before it', () => {
    const [line] = new ChartIndicators(['sma-20'], ONE_MINUTE, OPENS).feed(spans(40), OPEN + 30 * STEP);
    expect([line!.name, line!.pane, line!.rows[0], line!.rows[1]]).toEqual(['SMA 20', 'price', OPEN + 31 * STEP, 21.5]);
  });

  test('fed bar by bar give what they give fed at once', () => {
    const [all] = spans(40);
    const whole = new ChartIndicators(EVERY, ONE_MINUTE, OPENS).feed([all!], 0);
    const slow = new ChartIndicators(EVERY, ONE_MINUTE, OPENS);
    const told = new Map<string, number[]>();
    for (let row = 0; row < all!.to; row++) {
      for (const { name, rows } of slow.feed([{ ...all!, from: row, to: row + 1 }], 0))
        told.set(name, [...(told.get(name) ?? []), ...rows]);
    }
    expect([...told].sort()).toEqual(whole.map(({ name, rows }): [string, number[]] => [name, [...rows]]).sort());
  });

  test('an opening range is known from its end on, of each session by itself', () => {
    const [high, low] = new ChartIndicators(['opening-range-5'], ONE_MINUTE, OPENS).feed(spans(40), 0);
    expect([high!.rows[0], values(high!)[0], values(low!)[0], values(high!)[36]]).toEqual([OPEN + 5 * STEP, 5, 1, 45]);
    expect([high!.name, low!.name, high!.pane]).toEqual(['Opening high 5', 'Opening low 5', 'price']);
  });

  test('those of a session have no value in one whose first bars are not there, unless there are none', () => {
    const late = spans(40).map((span) => ({ ...span, from: 3 }));
    const firstOf = (isFromFirst: boolean): number | undefined =>
      new ChartIndicators(['vwap'], ONE_MINUTE, OPENS).feed(late, 0, isFromFirst)[0]?.rows[0];
    expect([firstOf(false), firstOf(true)]).toEqual([OPENS[1]! + STEP, OPEN + 4 * STEP]);
  });

  test('of other figures than the usual ones say them in the names of their lines', () => {
    const names = (id: ChartIndicator): string[] =>
      new ChartIndicators([id], ONE_MINUTE, OPENS).feed(spans(40), 0).map(({ name }) => name);
    expect(names('macd')).toEqual(['MACD', 'MACD signal']);
    expect(names('macd-3-5-2')).toEqual(['MACD 3, 5, 2', 'MACD signal 3, 5, 2']);
    expect(names('bollinger-5-2.5')[0]).toBe('Bollinger 5, 2.5 upper');
    expect(names('sma-7')).toEqual(['SMA 7']);
  });

  test('long ones begin with as many bars before the window as they need to settle', () => {
    const priming = (id: ChartIndicator): number => new ChartIndicators([id], ONE_MINUTE, OPENS).priming;
    expect([priming('ema-20'), priming('ema-300'), priming('macd-12-400-9')]).toEqual([500, 1_500, 2_000]);
  });

  test('volume delta stands at each close, of its session, and only where it is known', () => {
    const asked: number[][] = [];
    const deltaAt = (session: number, time: number): number | undefined => {
      asked.push([session, (time - OPENS[session]!) / STEP]);
      return session === 1 ? time / STEP : undefined;
    };
    const [line] = new ChartIndicators(['cvd'], ONE_MINUTE, OPENS, deltaAt).feed(spans(40), OPEN + 30 * STEP);
    expect([line!.name, line!.pane, line!.rows[0], values(line!)[0]]).toEqual(['CVD', 'CVD', OPENS[1]! + STEP, 2_041]);
    expect([asked[0], asked.at(-1)]).toEqual([
      [0, 1],
      [1, 40],
    ]);
  });

  test('those of a session begin anew with it', () => {
    const [vwap] = new ChartIndicators(['vwap'], ONE_MINUTE, OPENS).feed(spans(40), 0);
    expect([values(vwap!)[39], values(vwap!)[40]]).toEqual([20.5, 41]);
  });
});
