import type { Engine } from '../engine/engine.ts';
import type { EventWatch } from '../engine/event-watch.ts';
import { AppError } from '../../shared/lang/app-error.ts';
import { ZoneClock } from '../../shared/market/calendar/zone-clock.ts';
import { type Breakpoint, type BreakpointHit, parseTimeOfDay } from '../../shared/session/breakpoint.ts';
import type { RunPlan } from '../../shared/session/plan.ts';
import { crosses, priceStream } from './price-cross.ts';
import { type SessionStop, sessionStops } from './session-stops.ts';

/** A price that a stream is watched for. */
interface Level {
  readonly id: string;
  readonly symbol: string;
  readonly price: number;
}

const NO_STOPS: readonly SessionStop[] = [];

/** The breakpoints of a run, and which of them holds it. Looks at session data and the session's block only: what it finds depends on the
 * moment alone, not on the way there. */
export class Breakpoints implements EventWatch {
  readonly #engine: Engine;
  readonly #plan: RunPlan;
  #list: readonly Breakpoint[] = [];
  /** By stream. */
  #levels = new Map<number, Level[]>();
  #onFill: string | undefined;
  #fillsBefore = 0;
  #zone: ZoneClock | undefined;
  #stops: { readonly sessionIndex: number; readonly list: readonly SessionStop[] } | undefined;
  #hit: BreakpointHit | undefined;

  constructor(engine: Engine, plan: RunPlan) {
    this.#engine = engine;
    this.#plan = plan;
  }

  get list(): readonly Breakpoint[] {
    return this.#list;
  }

  /** What paused play, until {@link release}. */
  get hit(): BreakpointHit | undefined {
    return this.#hit;
  }

  /** Replaces all. Throws `bad-request` for one that this run can never meet. */
  set(list: readonly Breakpoint[]): void {
    const levels = new Map<number, Level[]>();
    for (const breakpoint of list) {
      this.#check(breakpoint);
      if (breakpoint.type !== 'price') continue;
      const stream = priceStream(this.#plan.streams, breakpoint.symbol) as number;
      levels.set(stream, [...(levels.get(stream) ?? []), breakpoint]);
    }
    this.#list = list.slice();
    this.#levels = levels;
    this.#onFill = list.find(({ type }) => type === 'fill')?.id;
    this.#stops = undefined;
  }

  /** Play, a step or a seek leaves the place. */
  release(): void {
    this.#hit = undefined;
  }

  /** What the engine is to ask while it plays; `undefined` where no breakpoint needs it. */
  watch(): EventWatch | undefined {
    if (this.#levels.size === 0 && this.#onFill === undefined) return undefined;
    this.#fillsBefore = this.#fillCount;
    return this;
  }

  /** The first instant after `after` at which play pauses in the open session; Infinity for none. */
  nextStop(after: number): number {
    return this.#stopsOfSession().find(({ time }) => time > after)?.time ?? Number.POSITIVE_INFINITY;
  }

  /** Play has reached the instant of {@link nextStop}, or the session's end for want of data. */
  stopped(time: number): void {
    const stop = this.#stopsOfSession().find((entry) => entry.time === time);
    if (stop !== undefined) this.#hold(stop.id, stop.reason);
  }

  marketEvent(stream: number, row: number): boolean {
    const levels = this.#levels.get(stream);
    const block = levels === undefined ? undefined : this.#engine.block?.streams[stream];
    if (levels !== undefined && block !== undefined) {
      const before = row === 0 ? this.#engine.data.symbol(block.symbol).previousClose() : undefined;
      const level = levels.find(({ price }) => crosses(block, row, price, before));
      if (level !== undefined) return this.#hold(level.id, `${level.symbol} crossed ${level.price}`);
    }
    return this.instantEnded();
  }

  instantEnded(): boolean {
    if (this.#onFill === undefined || this.#fillCount === this.#fillsBefore) return false;
    const fills = this.#fillCount - this.#fillsBefore;
    return this.#hold(this.#onFill, fills === 1 ? 'An order was filled' : `${fills} fills`);
  }

  get #fillCount(): number {
    return this.#engine.trading?.records.fills.length ?? 0;
  }

  #hold(id: string, reason: string): true {
    this.#hit = { id, clock: this.#engine.clock, reason };
    return true;
  }

  #stopsOfSession(): readonly SessionStop[] {
    const { session, block } = this.#engine;
    if (block === undefined || this.#list.length === 0) return NO_STOPS;
    if (this.#stops?.sessionIndex !== session.index) {
      const isLast = this.#plan.sessions[session.index + 1]?.open !== session.close;
      const zone = (): ZoneClock => (this.#zone ??= new ZoneClock(this.#plan.streams[0]?.timeZone ?? 'UTC'));
      this.#stops = {
        sessionIndex: session.index,
        list: sessionStops(this.#list, session, block, zone, isLast),
      };
    }
    return this.#stops.list;
  }

  #check(breakpoint: Breakpoint): void {
    const { streams } = this.#plan;
    if (breakpoint.type === 'time' && parseTimeOfDay(breakpoint.time) === undefined)
      throw new AppError('bad-request', `'${breakpoint.time}' is no time of day. Give one such as 10:00 or 10:00:30.`);
    if (breakpoint.type === 'price' && !Number.isFinite(breakpoint.price))
      throw new AppError('bad-request', `${breakpoint.price} is no price. Give a number.`);
    const symbol = 'symbol' in breakpoint ? breakpoint.symbol : undefined;
    if (symbol !== undefined && streams.every((stream) => stream.symbol !== symbol)) {
      const known = [...new Set(streams.map((stream) => stream.symbol))].join(', ');
      throw new AppError('bad-request', `This run has no ${symbol}. Choose one of ${known}.`);
    }
  }
}
