import { z } from 'zod';

import { type ChartIndicator, parseChartIndicator } from '../session/chart-indicators.ts';

/** An indicator of a chart with figures inside their bounds. */
export const chartIndicatorId = z.custom<ChartIndicator>(
  (value) => typeof value === 'string' && value.length <= 64 && parseChartIndicator(value) !== undefined,
  { error: 'This is no indicator of a chart. Name one such as "sma-20", with figures inside their bounds.' },
);
