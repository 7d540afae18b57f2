import type { Order } from '../../../shared/trading/order.ts';
import type { BarEvent, Context, FillEvent, QuoteEvent, TradeEvent } from '../../strategy/api/context.ts';
import { Strategy } from '../../strategy/api/strategy.ts';
import type { StrategyRealm } from './strategy-realm.ts';

/** A strategy of the user's own as the runner knows strategies: each handler calls the one in its realm; those it does not have are absent. */
export class RealmStrategy extends Strategy {
  constructor(realm: StrategyRealm, params: object) {
    super({});
    realm.make(params);
    const plain = ['onStart', 'onSessionStart', 'onSessionEnd', 'onEnd'] as const;
    for (const name of plain) if (realm.has(name)) this[name] = (ctx: Context) => realm.call(name, ctx);
    if (realm.has('onBar')) this.onBar = (ctx: Context, bar: BarEvent) => realm.call('onBar', ctx, bar, 'barEvent');
    if (realm.has('onQuote'))
      this.onQuote = (ctx: Context, quote: QuoteEvent) => realm.call('onQuote', ctx, quote, 'quoteEvent');
    if (realm.has('onTrade'))
      this.onTrade = (ctx: Context, trade: TradeEvent) => realm.call('onTrade', ctx, trade, 'tradeEvent');
    if (realm.has('onFill')) this.onFill = (ctx: Context, fill: FillEvent) => realm.call('onFill', ctx, fill);
    if (realm.has('onOrderEnd')) this.onOrderEnd = (ctx: Context, order: Order) => realm.call('onOrderEnd', ctx, order);
    if (realm.has('onTimer')) this.onTimer = (ctx: Context, name: string) => realm.call('onTimer', ctx, name);
    if (!realm.has('saveState') || !realm.has('restoreState')) return;
    this.saveState = () => realm.saveState();
    this.restoreState = (state: unknown) => realm.restoreState(state);
  }
}
