import { describe, expect, test } from 'vitest';

import {
  type ChartIndicator,
  chartIndicator,
  indicatorLabel,
  parseChartIndicator,
  USUAL_CHART_INDICATORS,
} from '../../../shared/session/chart-indicators.ts';
import { DEFAULT_SETTINGS, settingsSchema } from '../../../shared/ipc/settings.ts';

describe('names of indicators', () => {
  test('those offered are what the form makes of their figures: nothing is twice in a list', () => {
    const made = USUAL_CHART_INDICATORS.map((id) => {
      const { kind, figures } = parseChartIndicator(id)!;
      return chartIndicator(kind, figures);
    });
    expect(made).toEqual(USUAL_CHART_INDICATORS);
    expect(chartIndicator('rsi', [14])).toBe('rsi');
    expect(chartIndicator('rsi', [9])).toBe('rsi-9');
  });

  test('read as a person would write them', () => {
    const ids: readonly ChartIndicator[] = ['sma-7', 'rsi', 'bollinger-20-2.5', 'opening-range-5', 'cvd'];
    expect(ids.map(indicatorLabel)).toEqual([
      ...['SMA 7', 'RSI 14', 'Bollinger 20, 2.5', 'Opening range, 5 minutes', 'Cumulative volume delta'],
    ]);
  });

  test('figures that are missing, too many, no numbers, broken or out of bounds make none', () => {
    const wrong = [
      'sma-',
      'sma-0',
      'sma-1001',
      'sma-2.5',
      'sma-5-5',
      'sma-x',
      'macd-12-26',
      'bollinger--2-2',
      'smas',
      '',
    ];
    expect(wrong.filter((id) => parseChartIndicator(id) !== undefined)).toEqual([]);
    expect(chartIndicator('sma', [Number.NaN])).toBeUndefined();
  });

  test("settings keep figures of one's own, and refuse what is no indicator", () => {
    const withChart = (indicators: readonly string[]) => ({
      ...DEFAULT_SETTINGS,
      charts: [{ id: 'a', symbol: 'SPY', interval: '1m', indicators }],
    });
    expect(settingsSchema.safeParse(withChart(['ema-33'])).success).toBe(true);
    expect(settingsSchema.safeParse(withChart(['ema-0'])).success).toBe(false);
  });
});
