import type { Micros, SessionDate } from '../../shared/market/time.ts';
import type { Fill } from '../../shared/trading/fill.ts';
import type { Order } from '../../shared/trading/order.ts';
import type { RoundTrip } from '../../shared/trading/position.ts';
import type { SessionMark, TradingRecord } from '../../shared/trading/result.ts';

const SESSION_SECONDS = 23_400;
const DAY = 86_400;

/** An instant: seconds into the session of a number from 0. */
export function at(seconds: number, session = 0): Micros {
  return ((session * DAY + seconds) * 1e6) as Micros;
}

/** Sessions of six and a half hours, one a day, with these equities at their ends. */
export function sessionMarks(equities: readonly number[]): SessionMark[] {
  return equities.map((equity, index) => ({
    date: `2024-01-${String(index + 1).padStart(2, '0')}` as SessionDate,
    open: at(0, index),
    close: at(SESSION_SECONDS, index),
    equity,
  }));
}

/** A round trip of a minute without profit, but for what is given. */
export function roundTrip(given: Partial<RoundTrip> = {}): RoundTrip {
  return {
    symbol: 'AAA',
    side: 'long',
    quantity: 1,
    entryTime: at(60),
    exitTime: at(120),
    entryPrice: 100,
    exitPrice: 100,
    profit: 0,
    fees: 0,
    return: 0,
    adverse: 0,
    favourable: 0,
    bars: 60,
    expectedSlots: 60,
    missingSlots: 0,
    isAmbiguous: false,
    fills: [],
    ...given,
  };
}

/** A market order for a unit, filled at `time` at the open of a bar. */
export function filledOrder(
  id: number,
  time: Micros,
  { order = {}, fill = {} }: { readonly order?: Partial<Order>; readonly fill?: Partial<Fill> } = {},
): { readonly order: Order; readonly fill: Fill } {
  const common = { id, symbol: 'AAA', side: 'buy', quantity: 1, isManual: false } as const;
  return {
    order: {
      ...common,
      filled: 1,
      kind: { type: 'market' },
      timeInForce: 'gtc',
      status: 'filled',
      placedAt: time,
      activeAt: time,
      ...order,
    },
    fill: {
      ...common,
      order: id,
      price: 100,
      time,
      knownAt: time,
      commission: 0,
      slippage: 0,
      source: { kind: 'bar', time, price: 'open' },
      isAmbiguous: false,
      ...fill,
    },
  };
}

/** What a run of nothing leaves behind, but for what is given. */
export function tradingRecord(given: Partial<TradingRecord> = {}): TradingRecord {
  const none = new Float64Array();
  return {
    orders: [],
    fills: [],
    roundTrips: [],
    equity: { time: none, equity: none, cash: none, exposure: none },
    sessions: sessionMarks([1_000_000]),
    commands: [],
    logs: [],
    plots: [],
    ambiguousExits: 0,
    ...given,
  };
}
