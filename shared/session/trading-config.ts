/** The part of a session configuration that speaks of orders and money (`cli.md`), defaults applied. Fractions are fractions (0.1 is 10 %). */
export interface TradingConfig {
  readonly strategy?: StrategyConfig;
  /** Account currency units at the start. */
  readonly cash: number;
  readonly currency: string;
  readonly leverage: number;
  readonly sizing: SizingConfig;
  readonly costs: CostsConfig;
  readonly fills: FillsConfig;
  /** By symbol. */
  readonly instruments: Readonly<Record<string, InstrumentConfig>>;
}

export interface StrategyConfig {
  /** A built-in name or the path of a `.ts` or `.js` file. */
  readonly name: string;
  readonly params: Readonly<Record<string, string | number | boolean>>;
}

export interface SizingConfig {
  readonly type: 'fraction' | 'units' | 'cash';
  readonly value: number;
}

export type CommissionConfig =
  | { readonly type: 'none' }
  | { readonly type: 'per-unit'; readonly rate: number; readonly minimum: number }
  | { readonly type: 'per-order'; readonly amount: number }
  | { readonly type: 'percent'; readonly rate: number }
  | { readonly type: 'maker-taker'; readonly maker: number; readonly taker: number }
  | { readonly type: 'tiered'; readonly tiers: readonly CommissionTier[] };

/** Rate a unit up to a volume; the last tier has no `upTo`. */
export interface CommissionTier {
  readonly upTo?: number | undefined;
  readonly rate: number;
}

export type SlippageConfig =
  | { readonly type: 'none' }
  | { readonly type: 'ticks'; readonly ticks: number }
  | { readonly type: 'spread'; readonly fraction: number }
  | { readonly type: 'volume-share'; readonly limit: number; readonly impact: number }
  | { readonly type: 'square-root'; readonly coefficient: number };

export interface CostsConfig {
  readonly commission: CommissionConfig;
  /** Absent: S20's default, 1 price increment where only bars exist and nothing beyond the spread where quotes do. */
  readonly slippage?: SlippageConfig;
  readonly latencyMs: number;
  /** A year's rate on short positions. */
  readonly borrowRate: number;
}

export interface FillsConfig {
  /** Absent: on quotes where the session streams quotes for the symbol, else at the next open. */
  readonly market?: 'next-open' | 'quote';
  readonly limit: 'through' | 'touch';
  readonly staleLimitMs: number;
}

export interface InstrumentConfig {
  readonly priceIncrement?: number;
  readonly lotSize?: number;
  readonly multiplier?: number;
  readonly calendar?: string;
  /** Path of a file of price factors. */
  readonly factors?: string;
}
