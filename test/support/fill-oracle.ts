import type { Fill } from '../../shared/trading/fill.ts';
import type { OrderKind, Side, TimeInForce } from '../../shared/trading/order.ts';
import { delayOf, type TestRun } from './blocks.ts';

/** A row that can fill orders of a symbol. `time` as a fill names it: of a quote when it was known, else its stamp. */
export interface Datum {
  readonly kind: 'bar' | 'quote' | 'trade';
  readonly time: number;
  readonly known: number;
  readonly session: number;
  readonly low: number;
  readonly high: number;
  readonly open: number;
  readonly close: number;
  readonly bid: number;
  readonly ask: number;
  /** The last quote before the open: in force, but no event (S23). */
  readonly isBefore: boolean;
}

/** An order as it was decided, noted when it was placed. */
export interface Decision {
  readonly symbol: string;
  readonly side: Side;
  readonly kind: OrderKind;
  readonly timeInForce: TimeInForce;
  readonly clock: number;
  readonly session: number;
  readonly where: 'at the open' | 'inside' | 'after the close';
}

/** The end of an instant, or a session's start before the data of its first one. */
export interface Moment {
  readonly instant: number;
  readonly isBeforeData: boolean;
}

/** When fills could have happened at the earliest, worked out from rows and clock alone: every question is a search through all rows, and
 * nothing of the engine is used. */
export class FillOracle {
  readonly #run: TestRun;
  readonly #latency: number;
  readonly #stale: number;
  readonly #rows = new Map<string, readonly Datum[]>();

  constructor(run: TestRun, { latencyMs, staleLimitMs }: { latencyMs: number; staleLimitMs: number }) {
    this.#run = run;
    this.#latency = latencyMs * 1_000;
    this.#stale = staleLimitMs * 1_000;
  }

  /** The rows that fill a symbol's orders, in the order they are known: quotes, else bars, else prints. */
  rowsOf(symbol: string): readonly Datum[] {
    const rows = this.#rows.get(symbol) ?? this.#read(symbol);
    this.#rows.set(symbol, rows);
    return rows;
  }

  #read(symbol: string): readonly Datum[] {
    const own = this.#run.blocks.map(({ streams }) => streams.filter((stream) => stream.symbol === symbol));
    const kind = (['quotes', 'bars', 'trades'] as const).find((it) => own[0]!.some((stream) => stream.kind === it));
    return own.flatMap((streams, session) =>
      streams.flatMap((stream): Datum[] => {
        if (stream.kind !== kind) return [];
        return [...stream.columns.time].map((stamp, row): Datum => {
          const known = stamp + delayOf(stream);
          const none = { low: NaN, high: NaN, open: NaN, close: NaN, bid: NaN, ask: NaN, isBefore: false };
          const common = { ...none, time: stamp, known, session };
          if (stream.kind === 'bars') {
            const { low, high, open, close } = stream.columns;
            return { ...common, kind: 'bar', low: low[row]!, high: high[row]!, open: open[row]!, close: close[row]! };
          }
          if (stream.kind === 'trades') {
            const price = stream.columns.price[row]!;
            return { ...common, kind: 'trade', low: price, high: price, open: price, close: price };
          }
          const [bid, ask] = [stream.columns.bid[row]!, stream.columns.ask[row]!];
          return { ...common, kind: 'quote', time: known, bid, ask, isBefore: row < stream.first };
        });
      }),
    );
  }

  /** When it may be filled (S4, S20); `undefined` where the run has no session left for it. An order for the open is on its way before. */
  activeAt({ kind, where, clock, session }: Decision): number | undefined {
    if (kind.type !== 'market-on-open' || where === 'at the open') return clock + this.#latency;
    const next = this.#run.plan.sessions[session + 1];
    return next === undefined ? undefined : Math.max(next.open, clock + this.#latency);
  }

  /** The instant at whose end it is taken up; an order that is active at night is there before the next open's first data. */
  takenUp(decision: Decision): Moment | undefined {
    const { kind, where, clock } = decision;
    const active = this.activeAt(decision);
    if (active === undefined) return undefined;
    const first = decision.session + Number(where === 'after the close');
    const session = this.#run.plan.sessions.find(({ close }, index) => index >= first && active <= close);
    if (session === undefined) return undefined;
    const arrives = kind.type === 'market-on-open' ? clock + this.#latency : active;
    return { instant: Math.max(session.open, active), isBeforeData: arrives < session.open };
  }

  /** The last session in which it can be filled. */
  lastSession({ timeInForce, where, session }: Decision): number {
    if (timeInForce !== 'day') return Number.POSITIVE_INFINITY;
    return where === 'after the close' ? session + 1 : session;
  }

  /** The newest quote known at a moment of a session, unless it is stale (S16, S23). */
  inForce(symbol: string, { instant, isBeforeData }: Moment): Datum | undefined {
    const session = this.#run.plan.sessions.findLastIndex(({ open }) => open <= instant);
    const newest = this.rowsOf(symbol).findLast(
      (row) => row.session === session && row.known <= instant && (row.isBefore || !isBeforeData),
    );
    return newest?.kind === 'quote' && instant - newest.known <= this.#stale ? newest : undefined;
  }

  /** The one row that fills an order at the market; `undefined` where none does. */
  expected(decision: Decision): Datum | undefined {
    const active = this.activeAt(decision);
    const taken = this.takenUp(decision);
    if (active === undefined || taken === undefined) return undefined;
    const last = this.lastSession(decision);
    const has = (row: Datum | undefined): row is Datum =>
      row !== undefined && !Number.isNaN(sideOf(row, decision.side)) && row.session <= last;
    const { symbol, kind } = decision;
    const rows = this.rowsOf(symbol);
    if (kind.type === 'market-on-close') {
      const closes = this.#run.plan.sessions.map(({ close }, session) => {
        if (close < taken.instant || session > last) return undefined;
        const newest = rows.findLast((row) => row.session === session);
        if (newest?.kind === 'quote') return this.inForce(symbol, { instant: close, isBeforeData: false });
        return newest !== undefined && newest.known > active ? newest : undefined;
      });
      return closes.find(has);
    }
    if (kind.type === 'market') {
      const quote = this.inForce(symbol, taken);
      if (has(quote)) return quote;
    }
    const isLater = (row: Datum): boolean => (row.kind === 'bar' ? row.time >= active : comesAfter(row, taken));
    return rows.find((row) => !row.isBefore && isLater(row) && has(row));
  }

  /** Whether the row that a fill names could have filled the order at all, whatever its kind. */
  couldFill(decision: Decision, fill: Fill): boolean {
    const active = this.activeAt(decision);
    const taken = this.takenUp(decision);
    if (active === undefined || taken === undefined) return false;
    const isAtClose = decision.kind.type === 'market-on-close';
    return this.rowsOf(fill.symbol).some((row) => {
      if (row.kind !== fill.source.kind || row.time !== fill.source.time) return false;
      if (row.session > this.lastSession(decision)) return false;
      const { close } = this.#run.plan.sessions[row.session]!;
      if (isAtClose && row.kind !== 'quote') return fill.knownAt === close && row.known > active;
      if (row.kind === 'bar') return row.time >= active && fill.knownAt === row.known;
      if (row.kind === 'trade') return comesAfter(row, taken) && fill.knownAt === row.known;
      const isNews = !isAtClose && !row.isBefore && comesAfter(row, taken) && fill.knownAt === row.known;
      const moment = isAtClose ? { instant: close, isBeforeData: false } : taken;
      const isTakenUp = fill.knownAt === moment.instant && this.inForce(fill.symbol, moment) === row;
      return (isTakenUp || isNews) && reaches(row, fill);
    });
  }
}

function comesAfter({ known }: Datum, { instant, isBeforeData }: Moment): boolean {
  return isBeforeData ? known >= instant : known > instant;
}

/** The price of a row that an order takes. */
function sideOf(row: Datum, side: Side): number {
  if (row.kind !== 'quote') return row.open;
  return side === 'buy' ? row.ask : row.bid;
}

/** The quote offers the price of the fill. */
function reaches(row: Datum, { side, price }: Fill): boolean {
  const offered = sideOf(row, side);
  return side === 'buy' ? price >= offered : price <= offered;
}
