import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { OrderKind, OrderRequest, Side, TimeInForce } from '../../shared/trading/order.ts';
import { micros } from '../../shared/market/time.ts';
import type { TestRun } from '../support/blocks.ts';
import { type Decision, FillOracle } from '../support/fill-oracle.ts';
import { anyRun } from '../support/run-arbitrary.ts';
import { type Script, type Services, tradingRig } from '../support/trading-rig.ts';

const price = fc.integer({ min: 9_950, max: 10_200 }).map((cents) => cents / 100);
const kind: fc.Arbitrary<OrderKind> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom<OrderKind>({ type: 'market' }, { type: 'market-on-open' }, { type: 'market-on-close' }),
  },
  price.map((limit): OrderKind => ({ type: 'limit', limit })),
  price.map((stop): OrderKind => ({ type: 'stop', stop })),
  fc.tuple(price, price).map(([stop, limit]): OrderKind => ({ type: 'stop-limit', stop, limit })),
  fc.constantFrom<OrderKind>(
    { type: 'trailing-stop', distance: 0.2, unit: 'price' },
    { type: 'trailing-stop', distance: 0.003, unit: 'fraction' },
  ),
);
const wish = fc.record({
  side: fc.constantFrom<Side>('buy', 'sell'),
  kind,
  timeInForce: fc.constantFrom<TimeInForce>('day', 'gtc', 'gtc', 'ioc', 'fok'),
  hasBracket: fc.boolean(),
  /** Events to wait before it is placed. */
  after: fc.integer({ min: 0, max: 12 }),
});
type Wish = typeof wish extends fc.Arbitrary<infer T> ? T : never;

const models = fc.record({
  latencyMs: fc.constantFrom(0, 0, 250, 1_000, 1_500, 90_000),
  staleLimitMs: fc.constantFrom(2_000, 30_000, 600_000),
  limit: fc.constantFrom('through', 'touch'),
});

/** Some quotes with one side only. */
const heldBack = anyRun.map((run) => {
  for (const { streams } of run.blocks) {
    for (const stream of streams) {
      if (stream.kind !== 'quotes') continue;
      stream.columns.bid.forEach((_, row, column) => row % 7 === 3 && (column[row] = Number.NaN));
      stream.columns.ask.forEach((_, row, column) => row % 5 === 2 && (column[row] = Number.NaN));
    }
  }
  return run;
});

/** Places the wishes one after another, from every handler, and notes what was known of each when it was decided. */
class Decider {
  readonly decisions = new Map<number, Decision>();
  readonly #symbols: readonly string[];
  readonly #wishes: readonly Wish[];
  #next = 0;
  #waited = 0;
  #session = -1;
  #isTouched = false;

  constructor(run: TestRun, wishes: readonly Wish[]) {
    this.#symbols = [...new Set(run.plan.streams.map(({ symbol }) => symbol))];
    this.#wishes = wishes;
  }

  get script(): Script {
    const inside = (services: Services): void => this.#look(services, 'inside');
    const market = (services: Services): void => {
      this.#isTouched = true;
      inside(services);
    };
    return {
      sessionStart: (services) => {
        this.#session += 1;
        this.#isTouched = false;
        const { clock } = services.data;
        services.setTimer('at the open', clock);
        services.setTimer('between', micros(clock + 7_300_000));
        this.#look(services, 'at the open');
      },
      bar: market,
      quote: market,
      trade: market,
      fill: (services, { order, source }) => {
        const { clock, sessionStart } = services.data;
        // On the quote before the open, with no data of the session heard or being delivered.
        const isAtOpen = clock === sessionStart && source.time < sessionStart && !this.#isTouched;
        const isOfClose = services.orders.get(order)?.kind.type === 'market-on-close';
        this.#look(services, isOfClose ? 'after the close' : isAtOpen ? 'at the open' : 'inside');
      },
      timer: (services, name) => {
        const isAtOpen = name === 'at the open' && !this.#isTouched;
        this.#look(services, isAtOpen ? 'at the open' : 'inside');
      },
      sessionEnd: (services) => this.#look(services, 'after the close'),
    };
  }

  #look({ orders, data }: Services, where: Decision['where']): void {
    const next = this.#wishes[this.#next];
    if (next === undefined || this.#waited++ < next.after) return;
    this.#waited = 0;
    this.#next += 1;
    const { hasBracket, after: _, ...asked } = next;
    const isForMoment = asked.kind.type === 'market-on-open' || asked.kind.type === 'market-on-close';
    const timeInForce = isForMoment && asked.timeInForce !== 'day' ? 'gtc' : asked.timeInForce;
    const rest = { ...asked, timeInForce };
    const symbol = this.#symbols[this.#next % this.#symbols.length] as string;
    const sign = next.side === 'buy' ? 1 : -1;
    const bracket = { target: 100.3 + sign * 0.4, stop: { type: 'stop' as const, stop: 100.3 - sign * 0.4 } };
    const request: OrderRequest = { symbol, ...rest, quantity: 1, outsideSession: true };
    const { id } = orders.place(hasBracket ? { ...request, bracket } : request);
    this.decisions.set(id, { symbol, ...rest, clock: data.clock, session: this.#session, where });
  }
}

test('no order is filled by a bar that was open or closed when it counted, nor by a quote or print not in force then (S4, S16, S17, S23)', () => {
  let [orders, fills] = [0, 0];
  fc.assert(
    fc.property(heldBack, fc.array(wish, { minLength: 1, maxLength: 12 }), models, (run, wishes, given) => {
      const { latencyMs, staleLimitMs, limit } = given;
      const decider = new Decider(run, wishes);
      const costs = { latencyMs, slippage: { type: 'none' } };
      const rig = tradingRig(run, decider.script, {
        keys: { cash: 1e7, leverage: 10, costs, fills: { staleLimitMs, limit } },
      });
      rig.play();
      const oracle = new FillOracle(run, given);
      const record = rig.engine.trading!.record();
      const firstFill = new Map(record.fills.toReversed().map((fill) => [fill.order, fill]));
      for (const order of record.orders) {
        const decision = decider.decisions.get(order.id);
        const fill = firstFill.get(order.id);
        if (order.parent !== undefined) {
          const entry = firstFill.get(order.parent)!;
          if (fill !== undefined) {
            expect([fill.id > entry.id, fill.source.time >= entry.source.time]).toEqual([true, true]);
          }
          continue;
        }
        if (decision === undefined) throw new Error(`nobody decided order ${order.id}`);
        orders += 1;
        if (order.status === 'refused') {
          expect([order.reason?.endsWith('(S19)'), fill]).toEqual([true, undefined]);
          continue;
        }
        if (fill !== undefined) {
          fills += 1;
          if (!oracle.couldFill(decision, fill))
            throw new Error(`filled too early: ${JSON.stringify([decision, order, fill])}`);
        }
        if (!order.kind.type.startsWith('market')) continue;
        const { kind: of, time } = oracle.expected(decision) ?? {};
        if (fill?.source.kind !== of || fill?.source.time !== time) {
          throw new Error(`not filled by ${of} ${time}: ${JSON.stringify([decision, order, fill])}`);
        }
      }
    }),
    { numRuns: 1_500 },
  );
  process.stdout.write(`fills on time: ${orders} orders, ${fills} fills\n`);
});
