import { z } from 'zod';

import { anyInterval, filePath, sessionDate, source, symbol, wallTime } from './config-fields.ts';
import { tradingKeys } from './config-trading-schema.ts';

/** Derived when `derived_intervals` is absent. */
export const DEFAULT_DERIVED_INTERVALS = ['1m', '5m'];

const baseInterval = z.string({
  error: (issue) => (issue.input === undefined ? 'A bars stream needs an interval: 1s or 1m.' : undefined),
});

const stream = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('bars'),
    symbol,
    interval: baseInterval.meta({
      enum: ['1s', '1m'],
      description: 'What is streamed; other intervals are derived from it.',
    }),
    source: source.optional(),
  }),
  z.strictObject({
    type: z.literal('quotes'),
    symbol,
    sampled: z.enum(['event', '1s', '1m']).optional().describe('Default: the finest that is stored.'),
    source: source.optional(),
  }),
  z.strictObject({ type: z.literal('trades'), symbol, source: source.optional() }),
]);

const dates = z.union([
  z.strictObject({ from: sessionDate, to: sessionDate }).describe('Session dates, both inclusive.'),
  z.strictObject({
    last: z
      .string()
      .regex(/^[1-9]\d{0,3}[dw]$/, 'Write a span as a number of days or weeks: 7d, 4w.')
      .describe('Counted back from the newest stored session.'),
  }),
]);

/** A session configuration file as it is written (A3, `cli.md`). What spans several keys is checked in `config-rules.ts`. */
export const sessionFileSchema = z
  .strictObject({
    $schema: z.string().optional().describe('For editors.'),
    session_name: z.string().min(1).max(256),
    mode: z.enum(['backtest', 'live']).default('backtest'),
    data_streams: z.array(stream).min(1, 'Name at least one stream.').max(256),
    dates: dates.optional().describe('Default: every session that the store has for the streams.'),
    hours: z.enum(['regular', 'extended']).default('regular'),
    session: z.strictObject({ start: wallTime.optional(), end: wallTime.optional() }).optional(),
    calendar: filePath
      .optional()
      .describe('A built-in calendar or a path to a JSON file. Default: the one of each symbol.'),
    alignment: z.enum(['session', 'clock']).default('session').describe('What derived bars are aligned to.'),
    seed: z.number().int().min(0).max(4_294_967_295).default(1),
    ...tradingKeys,
    session_data_config: z
      .strictObject({
        data_upkeep: z
          .strictObject({
            enabled: z.boolean().default(true),
            derived_intervals: z.array(anyInterval).max(32).default(DEFAULT_DERIVED_INTERVALS),
            check_interval_seconds: z.number().int().min(1).max(3_600).default(60),
            retry_missing_bars: z.boolean().default(true),
          })
          .prefault({}),
        historical_bars: z
          .strictObject({
            trailing_days: z
              .number()
              .int()
              .min(0)
              .max(250)
              .default(0)
              .describe('Trading sessions before the first one.'),
            intervals: z.array(anyInterval).max(32).default([]),
          })
          .prefault({}),
      })
      .prefault({}),
  })
  .meta({
    title: 'Tapedeck session',
    description: 'What a Tapedeck run plays: streams, dates, derived bars, strategy.',
  });

export type SessionFile = z.output<typeof sessionFileSchema>;

/** The JSON Schema for editors, published as `docs/session.schema.json`. */
export function sessionJsonSchema(): unknown {
  return z.toJSONSchema(sessionFileSchema, { io: 'input' });
}
