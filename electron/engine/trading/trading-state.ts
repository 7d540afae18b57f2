import type { SessionDate } from '../../../shared/market/time.ts';
import type { AccountState } from './account-book.ts';
import type { BrokerState } from './broker.ts';
import type { MarketState } from './market-view.ts';
import type { Timers } from './timers.ts';

/** The trading part at a moment of a run, for checkpoints. */
export interface TradingState {
  readonly isStarted: boolean;
  readonly lastDate: SessionDate | undefined;
  readonly monthVolume: number;
  readonly broker: BrokerState;
  readonly account: AccountState;
  readonly market: MarketState;
  readonly timers: ReturnType<Timers['save']>;
  readonly commands: number;
  readonly strategy: unknown;
}
