import type { Engine } from '../engine/engine.ts';
import type { SymbolData } from '../engine/symbol-data.ts';
import type { PlannedStream, RunPlan } from '../../shared/session/plan.ts';
import type { ReplayState, StreamState, SymbolState } from '../../shared/session/replay.ts';
import type { RunFingerprint } from '../../shared/session/coordinator-messages.ts';
import type { BlockCache } from './block-cache.ts';
import type { EventLogHash } from './event-log-hash.ts';
import type { QualityCounts } from '../../shared/quality/quality.ts';
import type { SessionBlock } from '../../shared/session/block.ts';

const NO_SLOTS: QualityCounts = { expected: 0, present: 0, verifiedEmpty: 0, missing: 0, filled: 0, short: 0 };

/** What the state of a run says of the run itself as of its clock, however it is played. */
export function runState(
  engine: Engine,
  plan: RunPlan,
  blocks: Pick<BlockCache, 'loaded' | 'get'>,
): Pick<
  ReplayState,
  'clock' | 'sessionIndex' | 'date' | 'timerExpired' | 'loaded' | 'events' | 'symbols' | 'streams' | 'trading'
> {
  const { loaded } = blocks;
  const resident = loaded.flatMap((index) => blocks.get(index) ?? []);
  return {
    clock: engine.clock,
    sessionIndex: engine.session.index,
    date: engine.session.date,
    timerExpired: engine.isTimerExpired,
    loaded,
    events: engine.totals.events,
    symbols: symbolStates(engine, plan),
    streams: streamStates(engine, plan, resident),
    ...(engine.trading === undefined ? {} : { trading: engine.trading.view() }),
  };
}

/** What identifies the run up to its clock (S24). */
export function fingerprintOf(engine: Engine, log: EventLogHash): RunFingerprint {
  engine.flushLog();
  const { bars, quotes, trades, events, sessions, timerExpired } = engine.totals;
  return { eventLogSha256: log.digest(), events, bars, quotes, trades, sessions, timerExpired, clock: engine.clock };
}

/** The session panel's figures of every symbol as of the clock (G4). */
function symbolStates(engine: Engine, plan: RunPlan): SymbolState[] {
  return engine.data.symbols.map((data) => {
    const scale = plan.streams.find(({ symbol }) => symbol === data.symbol)?.priceScale ?? 2;
    return { ...figuresOf(data, engine), priceScale: scale, quality: data.quality() ?? NO_SLOTS };
  });
}

function figuresOf(data: SymbolData, engine: Engine): Omit<SymbolState, 'priceScale' | 'quality'> {
  const { volume, high, low, lastUpdate } = data.sessionMetrics();
  const quote = data.latestQuote();
  const last = data.baseInterval === undefined ? data.latestTrade()?.price : data.latestBar()?.close;
  const previous = data.previousClose();
  return {
    symbol: data.symbol,
    base: data.baseInterval ?? (data.hasQuotes ? 'quotes' : 'trades'),
    bars: engine.phase === 'waiting' ? 0 : data.barCount(),
    volume,
    ...present('last', last),
    ...present('change', last !== undefined && previous !== undefined ? last / previous - 1 : undefined),
    ...present('high', high),
    ...present('low', low),
    ...present('bid', quote?.bid),
    ...present('ask', quote?.ask),
    ...(lastUpdate === undefined ? {} : { lastUpdate }),
  };
}

function present<Name extends string>(name: Name, value: number | undefined): { readonly [Key in Name]?: number } {
  return value === undefined || Number.isNaN(value) ? {} : ({ [name]: value } as { readonly [Key in Name]: number });
}

/** How far each stream is, in the order of the configuration; `resident` are the loaded blocks. */
function streamStates(engine: Engine, plan: RunPlan, resident: readonly SessionBlock[]): StreamState[] {
  const later = resident.filter(({ index }) => engine.phase === 'waiting' || index > engine.session.index);
  return plan.streams.map((stream, index) => {
    const slot = engine.layout.slots.findIndex((entry) => !entry.isDerived && entry.stream === index);
    const { delivered, queue } = engine.slotCounts(slot);
    const waiting = later.reduce((rows, block) => rows + rowsOf(block, index), 0);
    return { label: labelOf(stream), delivered, queue: queue + waiting };
  });
}

function rowsOf(block: SessionBlock, index: number): number {
  const stream = block.streams[index];
  if (stream === undefined) return 0;
  return stream.columns.time.length - (stream.kind === 'quotes' ? stream.first : 0);
}

/** `SPY 1s`, `SPY quotes 1s`, `SPY quotes`, `SPY trades`. */
function labelOf({ symbol, type, interval, sampled }: PlannedStream): string {
  if (type === 'bars') return `${symbol} ${interval ?? ''}`;
  return sampled === undefined || sampled === 'event' ? `${symbol} ${type}` : `${symbol} ${type} ${sampled}`;
}
