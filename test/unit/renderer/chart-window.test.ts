import { describe, expect, test } from 'vitest';

import { isBar } from '../../../renderer/chart/chart-item.ts';
import { ChartWindow } from '../../../renderer/chart/chart-window.ts';
import { chartFrame, packedBars, packedGaps, packedQuotes } from '../../support/packed.ts';

const times = (window: ChartWindow): number[] => window.items.filter(isBar).map(({ time }) => time);
const blanks = (window: ChartWindow): number[] => window.items.filter((item) => !isBar(item)).map(({ time }) => time);
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at);

function windowOf(limit: number, ...seconds: readonly number[]): ChartWindow {
  const window = new ChartWindow(1, limit);
  window.take(chartFrame({ reset: true, bars: packedBars(...seconds), hasOlder: true }), false);
  return window;
}

describe('bars of a chart', () => {
  test('a reset replaces what was held', () => {
    const window = windowOf(100, 1, 2, 3);
    const change = window.take(chartFrame({ reset: true, bars: packedBars(50, 51) }), false);
    expect([change, times(window), window.bars, window.hasOlder]).toEqual([{ kind: 'reset' }, [50, 51], 2, false]);
  });

  test('new bars come at the end and are told by the index of the first new item', () => {
    const window = windowOf(100, 1, 2, 3);
    expect(window.take(chartFrame({ bars: packedBars(4, 5) }), false)).toEqual({ kind: 'tail', from: 3 });
    expect([times(window), window.last?.close]).toEqual([[1, 2, 3, 4, 5], 5]);
  });

  test('the forming bar stands apart and goes when it is not sent again', () => {
    const window = windowOf(100, 1);
    window.take(chartFrame({ forming: packedBars(2) }), false);
    expect([window.forming?.time, window.forming?.kind, window.bars]).toEqual([2, 'forming', 1]);
    window.take(chartFrame({ bars: packedBars(2) }), false);
    expect([window.forming, times(window)]).toEqual([undefined, [1, 2]]);
  });

  test('silent slots keep their places, long silences only six', () => {
    expect(blanks(windowOf(100, 10, 13))).toEqual([11, 12]);
    const long = blanks(windowOf(100, 0, 600));
    expect(long).toHaveLength(6);
    expect(new Set(long).size).toBe(6);
    expect(long.every((time) => time > 0 && time < 600)).toBe(true);
  });

  test('a night takes no place', () => {
    expect(blanks(windowOf(100, 0, 17 * 3_600))).toEqual([]);
  });

  test('playing on, the oldest bars are dropped beyond half as many again as asked for', () => {
    const window = windowOf(10, ...range(0, 10));
    expect(window.take(chartFrame({ bars: packedBars(...range(10, 15)) }), false).kind).toBe('tail');
    expect(window.take(chartFrame({ bars: packedBars(15) }), false)).toEqual({ kind: 'all', added: 1 });
    expect([times(window), window.bars, window.hasOlder]).toEqual([range(6, 16), 10, true]);
  });

  test('sparse bars do not fill the window with blanks', () => {
    const window = windowOf(10, 0);
    for (let at = 1; at <= 40; at++) window.take(chartFrame({ bars: packedBars(at * 60) }), false);
    expect(window.items.length).toBeLessThanOrEqual(30);
    expect(isBar(window.items[0])).toBe(true);
    expect(window.last?.time).toBe(2_400);
  });

  test('while the view is in the past nothing is dropped, and a reset that goes on where the bars end only adds', () => {
    const window = windowOf(10, ...range(0, 10));
    window.take(chartFrame({ bars: packedBars(...range(10, 20)) }), true);
    const change = window.take(chartFrame({ reset: true, bars: packedBars(...range(12, 22)), hasOlder: true }), true);
    expect([change, times(window)]).toEqual([{ kind: 'tail', from: 20 }, range(0, 22)]);
  });

  test('a reset to an earlier time replaces the bars also while the view is in the past', () => {
    const window = windowOf(10, ...range(10, 20));
    window.take(chartFrame({ reset: true, bars: packedBars(...range(5, 15)) }), true);
    expect(times(window)).toEqual(range(5, 15));
  });

  test('older bars go before the first one; those already held are left out', () => {
    const window = windowOf(100, 10, 11);
    window.prepend(packedBars(6, 7, 10), new Float64Array(0), false);
    expect([times(window), blanks(window), window.bars, window.hasOlder]).toEqual([[6, 7, 10, 11], [8, 9], 4, false]);
  });

  test('a missing span that grows is one span', () => {
    const window = windowOf(100, 1, 2);
    window.take(chartFrame({ gaps: packedGaps([3, 4]) }), false);
    window.take(chartFrame({ gaps: packedGaps([4, 6], [8, 9]) }), false);
    expect(window.missing).toEqual([
      { from: 3, to: 6 },
      { from: 8, to: 9 },
    ]);
  });

  test('a bar carries the newest quote known by its end', () => {
    const window = new ChartWindow(1, 100);
    const quotes = packedQuotes([1, 99, 101], [2, 98, 102], [2.5, 97, 103]);
    window.take(chartFrame({ reset: true, bars: packedBars(1, 2), quotes }), false);
    expect(window.items.filter(isBar).map(({ bid, ask }) => [bid, ask])).toEqual([
      [98, 102],
      [97, 103],
    ]);
    window.take(chartFrame({ bars: packedBars(3) }), false);
    expect(window.last?.bid).toBe(97);
  });
});
