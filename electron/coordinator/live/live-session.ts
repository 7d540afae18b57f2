import { MICROS_PER_MINUTE, type Micros, micros } from '../../../shared/market/time.ts';
import { SAMPLING_MICROS } from '../../../shared/market/series.ts';
import { ensure } from '../../../shared/lang/invariant.ts';
import type { Quote } from '../../../shared/market/columns.ts';
import type { Revision, SessionBlock, StreamBlock } from '../../../shared/session/block.ts';
import type { FeedCondition, FeedCounts, FeedEvent, FeedStatus, LiveRepair } from '../../../shared/session/feed.ts';
import type { PlannedSession, RunPlan } from '../../../shared/session/plan.ts';
import { LiveCounts } from './live-counts.ts';
import { liveDigest } from './live-digest.ts';
import { LiveSymbol } from './live-symbol.ts';
import { LiveQuotes, LiveTrades, quotesFrom } from './live-ticks.ts';

export interface LiveSessionStart {
  readonly plan: RunPlan;
  readonly session: PlannedSession;
  /** What is stored of the session, history and the week so far. */
  readonly seed: SessionBlock;
  readonly listsEveryTrade: boolean;
  /** By stream, the newest quote that came before the open. */
  readonly quotes: ReadonlyMap<number, Quote>;
}

/** What one stream holds. */
type Rows =
  | { readonly kind: 'bars'; readonly start: StreamBlock & { readonly kind: 'bars' }; readonly symbol: LiveSymbol }
  | { readonly kind: 'quotes'; readonly start: StreamBlock & { readonly kind: 'quotes' }; readonly ticks: LiveQuotes }
  | { readonly kind: 'trades'; readonly start: StreamBlock & { readonly kind: 'trades' }; readonly ticks: LiveTrades };

/** A session while it happens: takes what feed and upkeep send, and makes of it the blocks that the engine plays. A block holds only what is known by the
 * clock, in the order of a stored session: delivered live or replayed from its rows, a session is the same. Pure, without wall time. */
export class LiveSession {
  readonly #session: PlannedSession;
  readonly #rows: readonly Rows[];
  readonly #counts: readonly LiveCounts[];
  readonly #ended: (number | undefined)[];
  /** By stream, of the columns it had last. */
  readonly #streams: StreamBlock[] = [];
  #block: SessionBlock;

  constructor({ plan, session, seed, listsEveryTrade, quotes }: LiveSessionStart) {
    this.#session = session;
    this.#rows = seed.streams.map((stream, index) =>
      startOf(plan, session, seed, stream, index, listsEveryTrade, quotes),
    );
    this.#counts = seed.streams.map(() => new LiveCounts());
    this.#ended = seed.streams.map(() => undefined);
    this.#block = this.#make();
  }

  /** The session as far as it was settled; another object when there is more. */
  get block(): SessionBlock {
    return this.#block;
  }

  counts(): FeedCounts[] {
    return this.#rows.map((rows, stream) => {
      const delivered = rows.kind === 'bars' ? rows.symbol.bars.rows : rows.ticks.rows - firstOf(rows.start);
      return ensure(this.#counts[stream], 'counts').with(delivered);
    });
  }

  /** Events that have come and are not known by the clock yet. */
  waiting(stream: number): number {
    const rows = this.#rows[stream];
    return rows?.kind === 'bars' ? rows.symbol.bars.waiting : (rows?.ticks.waiting ?? 0);
  }

  event(event: FeedEvent, clock: number): void {
    const rows = this.#rows[event.stream];
    const counts = this.#counts[event.stream];
    if (rows === undefined || counts === undefined) return;
    if (event.type === 'bar') counts.add(rows.kind === 'bars' ? rows.symbol.bars.take(event.bar, clock) : 'refused');
    else counts.add(rows.kind === 'bars' ? 'refused' : rows.ticks.take(event, clock));
  }

  status({ stream, condition, since }: FeedStatus, clock: number): void {
    const rows = this.#rows[stream];
    if (rows === undefined) return;
    if (rows.kind === 'bars') rows.symbol.slots.condition(condition, since, clock);
    this.#end(stream, condition, clock);
    this.#block = this.#make();
  }

  repair(repair: LiveRepair): void {
    const rows = this.#rows[repair.stream];
    if (rows?.kind === 'bars') rows.symbol.bars.repair(repair);
  }

  /** Takes up everything that is known at or before `to`, in time. */
  settle(to: number): void {
    let hasMore = false;
    for (const rows of this.#rows) hasMore = (rows.kind === 'bars' ? rows.symbol : rows.ticks).settle(to) || hasMore;
    if (hasMore) this.#block = this.#make();
  }

  /** The next instant after `clock` at which something is to be put in behind it: a session minute, or `endsAt` before that. */
  nextRevision(clock: number, endsAt: number): number | undefined {
    const { open, close } = this.#session;
    const minute = open + (Math.floor((clock - open) / MICROS_PER_MINUTE) + 1) * MICROS_PER_MINUTE;
    const at = Math.max(clock + 1, Math.min(minute, close, endsAt));
    const isDue = at <= close && this.#symbols().some((symbol) => symbol.hasChanges(at));
    return isDue ? at : undefined;
  }

  /** Puts in what waits for `at` (S26, D7); `undefined` where it changes nothing. */
  revise(at: Micros): Revision | undefined {
    const bars: Revision['bars'][number][] = [];
    const outages: Revision['outages'][number][] = [];
    this.#rows.forEach((rows, stream) => {
      if (rows.kind !== 'bars' || !rows.symbol.hasChanges(at)) return;
      const change = rows.symbol.change(at);
      for (const { origin, columns } of change.bars)
        bars.push({ stream, origin, rows: columns.time.length, digest: liveDigest('bars', columns) });
      if (change.isSettled) outages.push(...rows.symbol.slots.outages(at).map((span) => ({ stream, ...span })));
    });
    if (bars.length === 0 && outages.length === 0) return undefined;
    this.#block = this.#make();
    return { at, bars, outages };
  }

  /** The session's data are over: its streams get their digests. */
  finish(): void {
    const { streams } = this.#block;
    const digested = streams.map((stream) => ({ ...stream, digest: liveDigest(stream.kind, stream.columns) }));
    this.#block = { ...this.#block, streams: digested };
  }

  #symbols(): LiveSymbol[] {
    return this.#rows.flatMap((rows) => (rows.kind === 'bars' ? [rows.symbol] : []));
  }

  #end(stream: number, condition: FeedCondition, clock: number): void {
    if (condition !== 'ended') this.#ended[stream] = undefined;
    else this.#ended[stream] ??= Math.max(clock, this.#session.open);
  }

  /** C4, live: the moment the last stream ended, its data that are still to come included. */
  #ranOutAt(): Micros | undefined {
    if (this.#ended.some((at) => at === undefined)) return undefined;
    const known = this.#rows.map((rows) => (rows.kind === 'bars' ? rows.symbol.bars : rows.ticks).lastKnown);
    return micros(Math.max(...(this.#ended as number[]), ...known));
  }

  #make(): SessionBlock {
    const { index, date, open, close, isEarlyClose, spans } = this.#session;
    const ranOutAt = this.#ranOutAt();
    return {
      ...{ index, date, open, close, isEarlyClose, spans },
      streams: this.#rows.map((rows, stream) => this.#streamBlock(rows, stream)),
      symbols: this.#symbols().map((symbol) => symbol.block()),
      live: ranOutAt === undefined ? {} : { ranOutAt },
    };
  }

  #streamBlock(rows: Rows, stream: number): StreamBlock {
    const { columns } = rows.kind === 'bars' ? rows.symbol.bars : rows.ticks;
    const known = this.#streams[stream];
    if (known?.columns === columns) return known;
    const block = streamBlock(rows);
    this.#streams[stream] = block;
    return block;
  }
}

function startOf(
  plan: RunPlan,
  session: PlannedSession,
  seed: SessionBlock,
  stream: StreamBlock,
  index: number,
  listsEveryTrade: boolean,
  quotes: ReadonlyMap<number, Quote>,
): Rows {
  const { open, close } = session;
  switch (stream.kind) {
    case 'bars': {
      const own = ensure(
        seed.symbols.find((symbol) => symbol.stream === index),
        `symbol of stream ${index}`,
      );
      return { kind: 'bars', start: stream, symbol: new LiveSymbol(plan, session, own, stream, listsEveryTrade) };
    }
    case 'quotes': {
      const start = { ...stream, ...quotesFrom(stream.columns, stream.first, quotes.get(index)) };
      const edges = { open, close, delay: SAMPLING_MICROS[stream.sampled] };
      return { kind: 'quotes', start, ticks: new LiveQuotes(edges, start.columns, start.columns.time.length) };
    }
    case 'trades': {
      const edges = { open, close, delay: 0 };
      return {
        kind: 'trades',
        start: stream,
        ticks: new LiveTrades(edges, stream.columns, stream.columns.time.length),
      };
    }
  }
}

/** Digests are of what a session holds in the end. */
function streamBlock(rows: Rows): StreamBlock {
  const digest = '';
  switch (rows.kind) {
    case 'bars':
      return { ...rows.start, columns: rows.symbol.bars.columns, digest };
    case 'quotes':
      return { ...rows.start, columns: rows.ticks.columns, digest };
    case 'trades':
      return { ...rows.start, columns: rows.ticks.columns, digest };
  }
}

const firstOf = (stream: StreamBlock): number => (stream.kind === 'quotes' ? stream.first : 0);
