import type { BarEvent, Context, FillEvent } from '../../electron/strategy/api/context.ts';
import type { Bars, Quotes, Trades } from '../../electron/strategy/api/data.ts';
import { Strategy } from '../../electron/strategy/api/strategy.ts';

type View = Bars | Quotes | Trades;

/** What was seen at an instant of the session clock. */
export interface Seen {
  readonly clock: number;
  readonly what: string;
}

const COUNTS = [-1, 0, 1, 3, 1.5, 1e9, Number.NaN];
const BESIDE = 2;
const MOST_LOOKS = 3;
/** Of the arguments of each read, so many are tried at a look: others in each case, the same in both futures. */
const TRIED = 2;

/** Tries to read more than is known: every read with sensible and senseless arguments, views beyond both ends, what was handed out earlier,
 * every property of every object within reach with its prototypes, and the memory behind every typed array found there. From `from` on,
 * and again whenever something happens. */
export class Peeker extends Strategy {
  readonly seen: Seen[] = [];
  /** Views with what they showed when they were new. */
  readonly kept: { readonly view: View; readonly was: string }[] = [];
  /** Intervals that bars were asked for. */
  readonly tried = new Set<string | undefined>();
  readonly #from: number;
  readonly #until: number;
  #handed: object[] = [];
  #events = 0;
  #turn: number;

  constructor(from: number, until: number) {
    super({});
    this.#from = from;
    this.#until = until;
    this.#turn = Math.floor(until / 1e6) % 997;
  }

  override onSessionStart(ctx: Context): void {
    ctx.timers.after('look', 0.2);
    this.#look(ctx, {});
  }
  override onBar(ctx: Context, bar: BarEvent): void {
    this.#act(ctx, bar.symbol, bar.close);
    this.#look(ctx, bar);
  }
  override onQuote(ctx: Context, quote: object): void {
    this.#look(ctx, quote);
  }
  override onTrade(ctx: Context, trade: object): void {
    this.#look(ctx, trade);
  }
  override onFill(ctx: Context, fill: FillEvent): void {
    this.#look(ctx, fill);
  }
  override onTimer(ctx: Context): void {
    this.#look(ctx, {});
  }
  override onSessionEnd(ctx: Context): void {
    this.#look(ctx, {});
  }

  #act({ orders }: Context, symbol: string, price: number): void {
    if (++this.#events % 9 === 1) orders.buy(symbol, { quantity: 1, limit: price + 1, takeProfit: price + 0.5 });
    if (this.#events % 9 === 5) orders.sell(symbol, { quantity: 2, trail: 0.4 });
  }

  #look(ctx: Context, event: object): void {
    const { clock } = ctx.data;
    if (clock < this.#from || clock > this.#until || this.seen.length === MOST_LOOKS) return;
    const what = [...this.#reads(ctx), ...this.#indicators(ctx)];
    const { portfolio, orders } = ctx;
    const [account, open] = [portfolio.positions, orders.open()];
    what.push(JSON.stringify([portfolio.cash, portfolio.equity, portfolio.openProfit, account, open]));
    for (let id = -1; id < 8; id++) what.push(JSON.stringify(attempt(() => orders.get(id))));
    for (const one of [ctx, event, ...this.#handed]) what.push(laidOpen(one));
    this.seen.push({ clock, what: what.join('\n') });
  }

  *#reads({ data }: Context): Generator<string> {
    const { clock } = data;
    const times = [Number.NEGATIVE_INFINITY, data.sessionStart, clock - 5e6, clock, clock + 1, data.sessionEnd, NaN];
    yield JSON.stringify([clock, data.date, data.sessionStart, data.sessionEnd, data.symbols]);
    for (const symbol of data.symbols) {
      const intervals = [undefined, ...data.intervals(symbol), '7m', '1w'];
      for (const interval of this.#some(intervals)) {
        this.tried.add(interval);
        yield this.#hand(() => data.latestBar(symbol, interval));
        yield this.#hand(() => data.formingBar(symbol, interval ?? '1m'));
        yield JSON.stringify(attempt(() => data.barCount(symbol, interval)));
        for (const n of this.#some(COUNTS)) yield this.#view(() => data.lastBars(symbol, n, interval));
        for (const time of this.#some(times)) yield this.#view(() => data.barsSince(symbol, time, interval));
        for (const day of this.#some([data.date, '2024-01-03', '2024-01-05']))
          yield this.#view(() => data.historicalBars(symbol, interval ?? '1d', day));
      }
      for (const n of this.#some(COUNTS)) {
        yield this.#view(() => data.lastQuotes(symbol, n));
        yield this.#view(() => data.lastTrades(symbol, n));
      }
      for (const time of this.#some(times)) {
        yield this.#view(() => data.quotesSince(symbol, time));
        yield this.#view(() => data.tradesSince(symbol, time));
      }
      yield this.#hand(() => data.latestQuote(symbol));
      yield this.#hand(() => data.latestTrade(symbol));
      yield this.#hand(() => data.sessionMetrics(symbol));
    }
    yield this.#hand(() => data.latestBars(data.symbols));
  }

  *#indicators({ data, indicators: of }: Context): Generator<string> {
    for (const symbol of data.symbols) {
      for (const interval of this.#some(data.intervals(symbol))) {
        yield this.#hand(() => of.sma(symbol, interval, 3));
        yield this.#hand(() => of.ema(symbol, interval, 4, 'hl2'));
        yield this.#hand(() => of.vwap(symbol, interval));
        yield this.#hand(() => of.rsi(symbol, interval, 3));
        yield this.#hand(() => of.macd(symbol, interval, 2, 4, 2));
        yield this.#hand(() => of.bollinger(symbol, interval, 3));
        yield this.#hand(() => of.keltner(symbol, interval, 3));
        yield this.#hand(() => of.adx(symbol, interval, 2));
        yield this.#hand(() => of.stochastic(symbol, interval, 3));
        yield this.#hand(() => of.cvd(symbol, interval));
        yield this.#hand(() => of.highest(symbol, interval, 3));
        yield this.#hand(() => of.lowest(symbol, interval, 3));
      }
      yield this.#hand(() => of.openingRange(symbol, 1));
    }
  }

  #some<Value>(all: readonly Value[]): readonly Value[] {
    this.#turn += 1;
    return Array.from({ length: TRIED }, (_, i) => all[(this.#turn * TRIED + i) % all.length] as Value);
  }

  #hand(read: () => object | undefined): string {
    const got = attempt(read);
    if (typeof got !== 'object') return String(got);
    if (!this.#handed.includes(got)) this.#handed = [...this.#handed, got].slice(-12);
    return laidOpen(got);
  }

  #view(read: () => View | undefined): string {
    const view = attempt(read);
    if (typeof view !== 'object') return String(view);
    const was = contentOf(view);
    if (this.kept.length < 80) this.kept.push({ view, was });
    return `${was}\n${laidOpen(view)}`;
  }
}

/** Everything that a view answers, inside of it and beside. */
export function contentOf(view: View): string {
  const prototype = Object.getPrototypeOf(view) as object;
  const reads = Object.getOwnPropertyNames(prototype).filter((name) => {
    return name !== 'constructor' && typeof Object.getOwnPropertyDescriptor(prototype, name)?.value === 'function';
  });
  const last = Math.min(view.length, 3);
  const rows = Array.from({ length: last + 2 * BESIDE }, (_, at) =>
    at < BESIDE ? at - BESIDE : view.length - last + at - BESIDE,
  );
  return JSON.stringify([
    view.length,
    ...[...rows, 0.5, view.length - 0.5, NaN].map((at) => reads.map((name) => laidOpen(call(view, name, at)))),
  ]);
}

function call(view: View, name: string, at: number): unknown {
  return attempt(() => (view as unknown as Record<string, (index: number) => unknown>)[name]?.(at));
}

function attempt<Value>(read: () => Value): Value | string {
  try {
    return read();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** All properties of a value and of its prototypes, as deep as they go, and the whole memory of typed arrays. */
function laidOpen(value: unknown, depth = 0, met: object[] = []): string {
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? 'function' : String(value);
  if (met.includes(value) || depth > 4) return 'met';
  if (ArrayBuffer.isView(value)) return `[${new Uint8Array(value.buffer).join()}]`;
  const path = [...met, value];
  const parts: string[] = [];
  for (let owner: unknown = value; owner !== null && owner !== Object.prototype; owner = Object.getPrototypeOf(owner)) {
    for (const key of Reflect.ownKeys(owner as object)) {
      if (key === 'constructor' || owner === Array.prototype) continue;
      const found = attempt(() => Reflect.get(owner as object, key, value) as unknown);
      parts.push(`${String(key)}:${laidOpen(found, depth + 1, path)}`);
    }
  }
  return `{${parts.join(' ')}}`;
}
