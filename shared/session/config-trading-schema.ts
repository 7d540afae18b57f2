import { z } from 'zod';

import { amount, filePath, fraction, positive } from './config-fields.ts';

const commission = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('none') }),
  z.strictObject({ type: z.literal('per-unit'), rate: amount, minimum: amount.default(0) }),
  z.strictObject({ type: z.literal('per-order'), amount }),
  z.strictObject({ type: z.literal('percent'), rate: fraction }),
  z.strictObject({
    type: z.literal('maker-taker'),
    maker: z.number().min(-1).max(1).describe('A negative rate is a rebate.'),
    taker: z.number().min(-1).max(1),
  }),
  z.strictObject({
    type: z.literal('tiered'),
    tiers: z
      .array(z.strictObject({ upTo: positive.optional(), rate: amount }))
      .min(1)
      .describe('Ascending by upTo; the last tier has none.'),
  }),
]);

const slippage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('none') }),
  z.strictObject({ type: z.literal('ticks'), ticks: amount }),
  z.strictObject({ type: z.literal('spread'), fraction: amount }),
  z.strictObject({ type: z.literal('volume-share'), limit: fraction, impact: amount }),
  z.strictObject({ type: z.literal('square-root'), coefficient: amount }),
]);

/** Keys of `SessionConfig.trading`, as they stand at the top level of the file. */
export const tradingKeys = {
  strategy: z
    .strictObject({
      name: filePath.describe(
        'A built-in strategy (sma-cross, opening-range, squeeze, buy-and-hold) or the path of a file.',
      ),
      params: z.record(z.string().max(64), z.union([z.string().max(256), z.number(), z.boolean()])).default({}),
    })
    .optional(),
  cash: positive.default(10_000),
  currency: z
    .string()
    .regex(/^[A-Z0-9]{3,8}$/, 'Write a currency by its code: USD, EUR, USDT.')
    .default('USD'),
  leverage: z.number().min(1).max(1_000).default(1),
  sizing: z
    .strictObject({ type: z.enum(['fraction', 'units', 'cash']), value: positive })
    .default({ type: 'fraction', value: 0.1 }),
  costs: z
    .strictObject({
      commission: commission.default({ type: 'none' }),
      slippage: slippage.optional(),
      latencyMs: z.number().min(0).max(3_600_000).default(0),
      borrowRate: amount.default(0),
    })
    .prefault({}),
  fills: z
    .strictObject({
      market: z.enum(['next-open', 'quote']).optional(),
      limit: z.enum(['through', 'touch']).default('through'),
      staleLimitMs: z.number().int().min(0).max(86_400_000).default(600_000),
    })
    .prefault({}),
  instruments: z
    .record(
      z.string().min(1).max(64),
      z.strictObject({
        priceIncrement: positive.optional(),
        lotSize: positive.optional(),
        multiplier: positive.optional(),
        calendar: filePath.optional(),
        factors: filePath.optional(),
      }),
    )
    .default({}),
};
