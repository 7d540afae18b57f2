import type { Strategy } from '../api/strategy.ts';
import type { StrategyClass } from '../strategy-class.ts';
import { BuyAndHold } from './buy-and-hold.ts';
import { OpeningRangeBreakout } from './opening-range.ts';
import { SmaCross } from './sma-cross.ts';
import { SqueezeBreakout } from './squeeze.ts';

/** Strategies by the names that configurations use. */
export const BUILT_INS: ReadonlyMap<string, StrategyClass> = new Map(
  Object.entries({
    'sma-cross': SmaCross,
    'opening-range': OpeningRangeBreakout,
    squeeze: SqueezeBreakout,
    'buy-and-hold': BuyAndHold,
  }).map(([name, made]) => [name, made as unknown as StrategyClass<Strategy>]),
);
