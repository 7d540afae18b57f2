import { derivedIntervalsOf } from '../engine/run-layout.ts';
import { allocateDerived } from '../engine/derive/derived-columns.ts';
import { weekBar, weekSoFar } from '../engine/derive/week.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import { lowerBound, type QuoteColumns } from '../../shared/market/columns.ts';
import { ONE_DAY, ONE_WEEK } from '../../shared/market/interval.ts';
import { SAMPLING_MICROS } from '../../shared/market/series.ts';
import { micros } from '../../shared/market/time.ts';
import type {
  BarStreamBlock,
  DerivedBlock,
  QuoteStreamBlock,
  SessionBlock,
  StreamBlock,
  SymbolBlock,
  TradeStreamBlock,
} from '../../shared/session/block.ts';
import type { PlannedSession, PlannedStream, RunPlan } from '../../shared/session/plan.ts';
import type { StoreReader } from '../store/reader.ts';
import { BarDays, type BarDay } from './bar-days.ts';
import { digestBars, digestOnce, digestQuotes, digestTrades } from './columns-digest.ts';
import type { MissingWatch } from './missing-watch.ts';
import { keyOf } from './plan-run.ts';

/** Makes the session blocks of one run: loads every stream of a session, checks, fills and derives its bars. Sessions may be asked for in
 * any order, several at once; neighbours are cheaper. Throws `store-damaged` where a file of the session is not what was stored. */
export class BlockLoader {
  readonly #plan: RunPlan;
  readonly #reader: StoreReader;
  readonly #watch: Pick<MissingWatch, 'loaded'> | undefined;
  /** By position in the plan's streams. */
  readonly #days = new Map<number, BarDays>();

  /** `watch` is told of every session of a bars stream. */
  constructor(plan: RunPlan, reader: StoreReader, watch?: Pick<MissingWatch, 'loaded'>) {
    this.#plan = plan;
    this.#reader = reader;
    this.#watch = watch;
    plan.streams.forEach((stream, index) => {
      if (stream.type === 'bars') this.#days.set(index, new BarDays(plan, stream, reader));
    });
  }

  async load(index: number): Promise<SessionBlock> {
    const session = ensure(this.#plan.sessions[index], `session ${index} of the plan`);
    const { date, open, close, isEarlyClose, spans } = session;
    const loading = this.#plan.streams.map((stream, at) => this.#stream(at, stream, session));
    // All have ended before one that failed is told: nothing reads on when the caller closes the reader.
    const ended = await Promise.allSettled(loading);
    const failed = ended.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    const parts = await Promise.all(loading);
    const symbols = parts.flatMap(({ symbol }) => symbol ?? []);
    return { date, index, open, close, isEarlyClose, spans, streams: parts.map(({ block }) => block), symbols };
  }

  /** Streams are loaded at once: while one is decoded here, others are read and hashed in other threads. */
  async #stream(
    at: number,
    stream: PlannedStream,
    session: PlannedSession,
  ): Promise<{ readonly block: StreamBlock; readonly symbol?: SymbolBlock }> {
    if (stream.type === 'quotes') return { block: await this.#quotes(stream, session) };
    if (stream.type === 'trades') return { block: await this.#trades(stream, session) };
    const days = ensure(this.#days.get(at), `bars of stream ${at}`);
    const day = await days.day(session);
    this.#watch?.loaded(session, stream, day.check);
    const bars = this.#bars(stream, session, day);
    const [block, symbol] = await Promise.all([bars, this.#symbol(at, stream, session, days, day)]);
    return { block, symbol };
  }

  async #symbol(
    at: number,
    stream: PlannedStream,
    session: PlannedSession,
    days: BarDays,
    day: BarDay,
  ): Promise<SymbolBlock> {
    const { grid, states, shortMinutes } = day.check;
    const wanted = derivedIntervalsOf(ensure(stream.interval, 'base interval'), this.#plan.derivedIntervals);
    const before = await days.weekBefore(session);
    const soFar = weekSoFar(before);
    const week = (): DerivedBlock => {
      const daily = day.derived.find(({ interval }) => interval === ONE_DAY)?.columns ?? allocateDerived(0);
      const all = [...before, { day: daily, expected: grid.slots }];
      const columns = session.endsWeek === true ? weekBar(all, session.close) : allocateDerived(0);
      return { interval: ONE_WEEK, columns };
    };
    return {
      symbol: stream.symbol,
      stream: at,
      derived: wanted.map((interval) =>
        interval === ONE_WEEK
          ? week()
          : ensure(
              day.derived.find((block) => block.interval === interval),
              `derived ${interval}`,
            ),
      ),
      ...(soFar === undefined ? {} : { weekSoFar: soFar, weekBefore: before }),
      slots: states,
      shortMinutes,
      history: await days.history(session),
    };
  }

  async #quotes(stream: PlannedStream, session: PlannedSession): Promise<QuoteStreamBlock> {
    const sampled = stream.sampled ?? 'event';
    const range = { from: session.open, to: session.close };
    const loaded = await this.#reader.loadQuotes(keyOf(stream), range, { previous: true });
    const columns = knownBy(loaded.columns, session.close, SAMPLING_MICROS[sampled]);
    const { symbol, source, priceScale } = stream;
    const digest = await digestOnce(this.#origin(stream, session), () => digestQuotes(columns));
    return { kind: 'quotes', symbol, sampled, source, priceScale, columns, first: loaded.first, digest };
  }

  async #trades(stream: PlannedStream, session: PlannedSession): Promise<TradeStreamBlock> {
    const columns = await this.#reader.loadTrades(keyOf(stream), { from: session.open, to: session.close });
    const { symbol, source, priceScale } = stream;
    const digest = await digestOnce(this.#origin(stream, session), () => digestTrades(columns));
    return { kind: 'trades', symbol, source, priceScale, columns, digest };
  }

  async #bars(stream: PlannedStream, session: PlannedSession, { columns, fills }: BarDay): Promise<BarStreamBlock> {
    const { symbol, source, priceScale } = stream;
    const interval = ensure(stream.interval, 'base interval');
    const block = { kind: 'bars', symbol, interval, source, priceScale, columns } as const;
    if (fills.length > 0) return { ...block, digest: await digestBars(columns), fills };
    return { ...block, digest: await digestOnce(this.#origin(stream, session), () => digestBars(columns)) };
  }

  /** What the stored rows of a stream's session rest on: the files up to its close (the last quote before the open may lie far back). */
  #origin(stream: PlannedStream, { open, close, spans }: PlannedSession): string {
    const key = keyOf(stream);
    const files = this.#reader.files(key).filter(({ first }) => first < close);
    const hashes = files.filter(({ last }) => stream.type === 'quotes' || last >= open).map(({ sha256 }) => sha256);
    return [
      stream.type,
      stream.interval ?? stream.sampled,
      ...hashes,
      ...spans.flatMap(({ from, to }) => [from, to]),
    ].join();
  }
}

/** Drops quotes whose sampled interval reaches over the close (S23). */
function knownBy(columns: QuoteColumns, close: number, sampling: number): QuoteColumns {
  const end = sampling === 0 ? columns.time.length : lowerBound(columns.time, micros(close - sampling + 1));
  if (end === columns.time.length) return columns;
  return {
    time: columns.time.subarray(0, end),
    bid: columns.bid.subarray(0, end),
    ask: columns.ask.subarray(0, end),
    bidSize: columns.bidSize.subarray(0, end),
    askSize: columns.askSize.subarray(0, end),
  };
}
