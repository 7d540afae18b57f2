import { z } from 'zod';

import { MOST_CHART_INDICATORS } from '../session/chart-indicators.ts';
import { chartIndicatorId } from './chart-indicator-id.ts';
import { retentionRule } from '../store/retention.ts';

/** What a chart shares with the others that share it too. */
export const CHART_LINKS = ['crosshair', 'time', 'symbol'] as const;
export type ChartLink = (typeof CHART_LINKS)[number];

/** What the window remembers between starts (G7). Kept by the backend in the data folder, so that both hosts share it. */
const settings = z.strictObject({
  theme: z.enum(['dark', 'light', 'system']),
  upDown: z.enum(['green-red', 'blue-orange']),
  timeZone: z.enum(['exchange', 'local', 'utc']),
  /** Charts of the Replay view, in order. */
  charts: z
    .array(
      z.strictObject({
        id: z.string().max(64),
        symbol: z.string().max(64),
        interval: z.string().max(8),
        /** Absent: the crosshair. */
        links: z.array(z.enum(CHART_LINKS)).max(3).optional(),
        indicators: z.array(chartIndicatorId).max(MOST_CHART_INDICATORS).optional(),
      }),
    )
    .max(16),
  /** The docking layout as dockview serialises it. */
  layout: z.unknown(),
  speed: z.union([z.literal('max'), z.number().min(0.1).max(10_000)]),
  step: z.string().max(16),
  /** Newest first. */
  recentSessions: z.array(z.strictObject({ name: z.string().max(256), config: z.unknown() })).max(12),
  /** Kept rules of `store.retention`, at most one an interval or kind. Nothing is removed by them until it is asked for. */
  retention: z.array(retentionRule).max(32),
  /** Strategy files from elsewhere, newest first; `trusted` is the hash of the file that a person agreed to run. */
  strategies: z.array(z.strictObject({ path: z.string().max(4_096), trusted: z.string().max(64).optional() })).max(64),
  /** The run that was open and where its clock stood, in micros. */
  lastSession: z.strictObject({ config: z.unknown(), clock: z.number() }).optional(),
});

export type Settings = z.infer<typeof settings>;
export const settingsSchema = settings;
export const settingsPatch = settings.partial();

export const DEFAULT_SETTINGS: Settings = {
  theme: 'dark',
  upDown: 'green-red',
  timeZone: 'exchange',
  charts: [],
  layout: undefined,
  speed: 60,
  step: '1s',
  recentSessions: [],
  retention: [],
  strategies: [],
};
