/** How a made-up symbol trades. Names are those of real companies so that the examples of the manual run; prices and volumes are invented. */
export interface SampleProfile {
  readonly symbol: string;
  /** First session's open, in cents. */
  readonly cents: number;
  /** Standard deviation of a day's return. */
  readonly volatility: number;
  /** Share of the session's seconds in which something trades, on average over the day. */
  readonly activity: number;
  /** Shares a session. */
  readonly volume: number;
  /** Volumes are whole multiples of it; 1 where absent. */
  readonly lot?: number;
  /** Usual spread, in cents. */
  readonly spread: number;
  /** Quote changes a second, on average. */
  readonly quotes: number;
}

const profile = (
  symbol: string,
  cents: number,
  volatility: number,
  activity: number,
  volume: number,
  spread: number,
  quotes: number,
): SampleProfile => ({ symbol, cents, volatility, activity, volume, spread, quotes });

const PROFILES: readonly SampleProfile[] = [
  profile('AAPL', 20_105, 0.014, 0.88, 48_000_000, 1, 1.1),
  profile('MSFT', 49_794, 0.011, 0.8, 19_000_000, 3, 1),
  profile('RIVN', 1_374, 0.032, 0.45, 26_000_000, 1, 0.5),
  profile('TSLA', 32_365, 0.028, 0.9, 85_000_000, 4, 1.3),
  profile('SPY', 61_789, 0.007, 0.74, 52_000_000, 1, 1.4),
  profile('IBM', 29_480, 0.012, 0.24, 3_600_000, 6, 0.5),
  profile('BAC', 4_734, 0.012, 0.57, 38_000_000, 1, 0.8),
  profile('NVDA', 15_799, 0.021, 0.93, 170_000_000, 1, 1.5),
];

/** The first `count` profiles; beyond the named ones quiet symbols `SAMPLE09`, `SAMPLE10` ... follow. */
export function sampleProfiles(count: number): SampleProfile[] {
  return Array.from({ length: count }, (_, index) => {
    const symbol = `SAMPLE${String(index + 1).padStart(2, '0')}`;
    return PROFILES[index] ?? profile(symbol, 2_500 + ((index * 1_937) % 20_000), 0.018, 0.3, 2_000_000, 3, 0.5);
  });
}
