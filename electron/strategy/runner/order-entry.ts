import { AppError } from '../../../shared/lang/app-error.ts';
import { MARKET, type Order, type OrderKind, type OrderRequest, type Side } from '../../../shared/trading/order.ts';
import type { OrderDesk } from '../../../shared/trading/strategy-port.ts';
import type { OrderOptions, Orders } from '../api/context.ts';

/** Orders as strategies state them, put into requests for the engine's desk. */
export class OrderEntry implements Orders {
  readonly #desk: OrderDesk;
  readonly #mayAct: () => void;

  /** `mayAct` throws where nothing may be ordered now. */
  constructor(desk: OrderDesk, mayAct: () => void = () => {}) {
    this.#desk = desk;
    this.#mayAct = mayAct;
  }

  buy(symbol: string, options: OrderOptions = {}): Order {
    this.#mayAct();
    return this.#desk.place(toRequest(symbol, 'buy', options));
  }

  sell(symbol: string, options: OrderOptions = {}): Order {
    this.#mayAct();
    return this.#desk.place(toRequest(symbol, 'sell', options));
  }

  place(request: OrderRequest): Order {
    this.#mayAct();
    return this.#desk.place(request);
  }

  close(symbol: string): Order | undefined {
    this.#mayAct();
    return this.#desk.close(symbol);
  }

  cancel(order: Order | number): boolean {
    this.#mayAct();
    return this.#desk.cancel(typeof order === 'number' ? order : order.id);
  }

  cancelAll(symbol?: string): number {
    this.#mayAct();
    return this.#desk.cancelAll(symbol);
  }

  open(symbol?: string): readonly Order[] {
    return this.#desk.open(symbol);
  }

  get(id: number): Order | undefined {
    return this.#desk.get(id);
  }
}

/** Throws `bad-request` for options that exclude one another. */
export function toRequest(symbol: string, side: Side, options: OrderOptions): OrderRequest {
  const { quantity, timeInForce, group, reduceOnly, outsideSession, tag } = options;
  const bracket = bracketOf(options);
  const request: { -readonly [Key in keyof OrderRequest]: OrderRequest[Key] } = { symbol, side, kind: kindOf(options) };
  if (quantity !== undefined) request.quantity = quantity;
  if (timeInForce !== undefined) request.timeInForce = timeInForce;
  if (bracket !== undefined) request.bracket = bracket;
  if (group !== undefined) request.group = group;
  if (reduceOnly !== undefined) request.reduceOnly = reduceOnly;
  if (outsideSession !== undefined) request.outsideSession = outsideSession;
  if (tag !== undefined) request.tag = tag;
  return request;
}

function kindOf({ limit, stop, trail, trailFraction, at }: OrderOptions): OrderKind {
  const isMarket = limit === undefined && stop === undefined;
  if (isMarket && at === undefined && trail === undefined && trailFraction === undefined) return MARKET;
  if ([at, trail, trailFraction, limit ?? stop].filter((it) => it !== undefined).length > 1) {
    throw new AppError(
      'bad-request',
      'An order has one of: limit and stop, trail, trailFraction, at. Leave out the others.',
    );
  }
  if (at !== undefined) return { type: at === 'open' ? 'market-on-open' : 'market-on-close' };
  if (trail !== undefined) return { type: 'trailing-stop', distance: trail, unit: 'price' };
  if (trailFraction !== undefined) return { type: 'trailing-stop', distance: trailFraction, unit: 'fraction' };
  if (stop !== undefined) return limit === undefined ? { type: 'stop', stop } : { type: 'stop-limit', stop, limit };
  return limit === undefined ? MARKET : { type: 'limit', limit };
}

function bracketOf({ takeProfit, stopLoss, trailingStopLoss }: OrderOptions): OrderRequest['bracket'] {
  if (stopLoss !== undefined && trailingStopLoss !== undefined) {
    throw new AppError('bad-request', 'An order has stopLoss or trailingStopLoss, not both.');
  }
  const stop =
    stopLoss !== undefined
      ? ({ type: 'stop', stop: stopLoss } as const)
      : trailingStopLoss !== undefined
        ? ({ type: 'trailing-stop', distance: trailingStopLoss, unit: 'price' } as const)
        : undefined;
  if (takeProfit === undefined && stop === undefined) return undefined;
  return { ...(takeProfit === undefined ? {} : { target: takeProfit }), ...(stop === undefined ? {} : { stop }) };
}
