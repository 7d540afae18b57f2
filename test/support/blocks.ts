import { createHash } from 'node:crypto';
import { deriveBars } from '../../electron/engine/derive/cascade.ts';
import { derivedIntervalsOf } from '../../electron/engine/run-layout.ts';
import { type BarColumns, BAR_PRESENT, type QuoteColumns, type TradeColumns } from '../../shared/market/columns.ts';
import { type BaseInterval, type Interval, intervalMicros } from '../../shared/market/interval.ts';
import { SAMPLING_MICROS, type Sampling } from '../../shared/market/series.ts';
import { type SessionDate, addDays, micros, parseIso } from '../../shared/market/time.ts';
import { SLOT_MISSING, SLOT_PRESENT } from '../../shared/quality/quality.ts';
import type { SessionBlock, StreamBlock, SymbolBlock } from '../../shared/session/block.ts';
import type { PlannedSession, PlannedStream, RunPlan } from '../../shared/session/plan.ts';

/** A stream of a test run: `{ type: 'bars', symbol: 'SPY', interval: '1s' }`. */
export type TestStream =
  | { readonly type: 'bars'; readonly symbol: string; readonly interval: '1s' | '1m' }
  | { readonly type: 'quotes'; readonly symbol: string; readonly sampled?: Sampling }
  | { readonly type: 'trades'; readonly symbol: string };

/** One session: for each stream the stamps of its rows in seconds since the open. Quotes may start with one before the open. */
export interface TestSession {
  readonly seconds: number;
  readonly rows: readonly (readonly number[])[];
}

export interface TestRun {
  readonly plan: RunPlan;
  readonly blocks: readonly SessionBlock[];
}

const FIRST_OPEN = parseIso('2024-01-02T14:30:00Z') ?? micros(0);
const DAY = 86_400_000_000;

export function testRun(
  streams: readonly TestStream[],
  sessions: readonly TestSession[],
  derivedIntervals: readonly string[] = [],
): TestRun {
  const planned = streams.map(plannedStream);
  const plan: RunPlan = {
    config: {
      sessionName: 'test',
      mode: 'backtest',
      streams,
      hours: 'regular',
      alignment: 'session',
      seed: 1,
      upkeep: {
        enabled: true,
        derivedIntervals: derivedIntervals as Interval[],
        checkIntervalSeconds: 60,
        retryMissingBars: true,
      },
      historical: { trailingDays: 0, intervals: [] },
    } as unknown as RunPlan['config'],
    streams: planned,
    sessions: sessions.map(plannedSession),
    derivedIntervals: derivedIntervals as Interval[],
    historicalIntervals: [],
    remarks: [],
  };
  const blocks = plan.sessions.map((session, index) => blockOf(plan, session, sessions[index]?.rows ?? []));
  return { plan, blocks };
}

/** From a row's stamp to the instant it is known (S2). */
export function delayOf(stream: StreamBlock): number {
  if (stream.kind === 'bars') return intervalMicros(stream.interval);
  return stream.kind === 'quotes' ? SAMPLING_MICROS[stream.sampled] : 0;
}

function plannedStream(stream: TestStream): PlannedStream {
  return {
    ...stream,
    ...(stream.type === 'quotes' ? { sampled: stream.sampled ?? 'event' } : {}),
    source: 'test',
    priceScale: 2,
    calendar: '24x7',
    timeZone: 'UTC',
    rows: 0,
  } as PlannedStream;
}

function plannedSession(session: TestSession, index: number): PlannedSession {
  const open = micros(FIRST_OPEN + index * DAY);
  const close = micros(open + session.seconds * 1e6);
  return {
    index,
    date: addDays('2024-01-02' as SessionDate, index),
    open,
    close,
    isEarlyClose: false,
    spans: [{ from: open, to: close }],
    anchor: open,
  };
}

function blockOf(plan: RunPlan, session: PlannedSession, rows: TestSession['rows']): SessionBlock {
  const streams = plan.streams.map((stream, index) => streamBlock(stream, session, rows[index] ?? []));
  const symbols = streams.flatMap((stream, index) =>
    stream.kind === 'bars' ? [symbolBlock(plan, session, stream, index)] : [],
  );
  return { ...session, streams, symbols };
}

function streamBlock(stream: PlannedStream, session: PlannedSession, seconds: readonly number[]): StreamBlock {
  const time = Float64Array.from(seconds, (second) => session.open + Math.round(second * 1e6));
  const common = { symbol: stream.symbol, source: stream.source, priceScale: stream.priceScale };
  if (stream.type === 'bars') {
    const columns = barColumns(time);
    return {
      kind: 'bars',
      ...common,
      interval: stream.interval ?? ('1s' as BaseInterval),
      columns,
      digest: digestOf(columns),
    };
  }
  if (stream.type === 'quotes') {
    const columns = quoteColumns(time);
    const sampled = stream.sampled ?? 'event';
    const first = seconds.filter((second) => second < 0).length;
    return { kind: 'quotes', ...common, sampled, first, columns, digest: digestOf(columns) };
  }
  const columns = tradeColumns(time);
  return { kind: 'trades', ...common, columns, digest: digestOf(columns) };
}

/** What a block says of one stream of bars: derived bars, slots and quality. */
export function symbolBlock(
  plan: RunPlan,
  session: PlannedSession,
  stream: Extract<StreamBlock, { kind: 'bars' }>,
  index: number,
): SymbolBlock {
  const step = intervalMicros(stream.interval);
  const slots = new Uint8Array(Math.floor((session.close - session.open) / step)).fill(SLOT_MISSING);
  for (const time of stream.columns.time) slots[(time - session.open) / step] = SLOT_PRESENT;
  return {
    symbol: stream.symbol,
    stream: index,
    derived: deriveBars({
      base: stream.columns,
      baseInterval: stream.interval,
      intervals: derivedIntervalsOf(stream.interval, plan.derivedIntervals),
      grid: session,
      slots,
    }),
    slots,
    shortMinutes: new Uint8Array(Math.ceil((session.close - session.open) / 6e7)),
    history: [],
  };
}

/** Values that follow from the time alone, different from row to row. */
function barColumns(time: Float64Array): BarColumns {
  const at = (offset: number): Float64Array => time.map((t) => 100 + ((t / 1e6 + offset * 7) % 97) / 100);
  const [a, b] = [at(0), at(3)];
  return {
    time,
    open: a,
    high: a.map((value, row) => Math.max(value, b[row] as number) + 0.5),
    low: a.map((value, row) => Math.min(value, b[row] as number) - 0.5),
    close: b,
    volume: time.map((t) => 100 + ((t / 1e6) % 13)),
    flags: new Uint8Array(time.length).fill(BAR_PRESENT),
  };
}

function quoteColumns(time: Float64Array): QuoteColumns {
  const bid = time.map((t, row) => 100 + ((t / 1e5 + row) % 50) / 100);
  const size = new Float64Array(time.length).fill(100);
  return { time, bid, ask: bid.map((value) => value + 0.01), bidSize: size, askSize: size };
}

function tradeColumns(time: Float64Array): TradeColumns {
  return {
    time,
    price: time.map((t, row) => 100 + ((t / 1e5 + row) % 50) / 100),
    size: new Float64Array(time.length).fill(10),
    side: new Uint8Array(time.length),
  };
}

function digestOf(columns: object): string {
  const hash = createHash('sha256');
  for (const column of Object.values(columns)) hash.update(column as Float64Array);
  return hash.digest('hex');
}
