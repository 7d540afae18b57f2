import { z } from 'zod';

/** How long rows stay: of bars by their interval, of quotes and trades by kind. */
export const retentionRule = z.strictObject({
  /** `1s`, `1m` ... for bars, or `quotes` or `trades`. */
  of: z.string().regex(/^([1-9]\d{0,5}[smhdw]|quotes|trades)$/),
  /** Calendar days before today; rows of earlier session dates go. */
  days: z.number().int().min(1).max(36_500),
});

export type RetentionRule = z.infer<typeof retentionRule>;
