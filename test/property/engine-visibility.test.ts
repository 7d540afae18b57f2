import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventLogHash } from '../../electron/coordinator/event-log-hash.ts';
import { type BarView, barAt } from '../../electron/engine/bar-view.ts';
import { bucketStart, gridLength } from '../../electron/engine/derive/bar-grid.ts';
import { Engine } from '../../electron/engine/engine.ts';
import {
  type Bar,
  type BarColumns,
  type Quote,
  type QuoteColumns,
  type Trade,
  lowerBound,
} from '../../shared/market/columns.ts';
import type { SymbolData } from '../../electron/engine/symbol-data.ts';
import { intervalMicros } from '../../shared/market/interval.ts';
import { SAMPLING_MICROS } from '../../shared/market/series.ts';
import { type Micros, micros } from '../../shared/market/time.ts';
import type { SessionBlock } from '../../shared/session/block.ts';
import type { TestRun } from '../support/blocks.ts';
import { anyRun, smallRun } from '../support/run-arbitrary.ts';

const barsOf = (view: BarView): Bar[] => Array.from({ length: view.length }, (_, index) => barAt(view, index));

function rowOf(columns: BarColumns, row: number): Bar {
  const { time, open, high, low, close, volume } = columns;
  return {
    time: micros(time[row]!),
    open: open[row]!,
    high: high[row]!,
    low: low[row]!,
    close: close[row]!,
    volume: volume[row]!,
  };
}

function quoteAt({ time, bid, ask, bidSize, askSize }: QuoteColumns, row: number): Quote {
  return {
    time: micros(time[row]!),
    bid: bid[row]!,
    ask: ask[row]!,
    bidSize: bidSize[row]!,
    askSize: askSize[row]!,
  };
}

function append<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key) ?? [];
  list.push(value);
  lists.set(key, list);
}

/** As `toEqual`, quicker where all is well: it is asked millions of times. */
function same(actual: unknown, expected: unknown): void {
  if (!isSame(actual, expected)) expect(actual).toEqual(expected);
}

function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((value, at) => isSame(value, b[at]));
  const [own, other] = [a as Record<string, unknown>, b as Record<string, unknown>];
  for (const key in own) if (!isSame(own[key], other[key])) return false;
  for (const key in other) if (!(key in own)) return false;
  return true;
}

/** Plays a run and compares, after every delivery, what session data show with what was delivered. */
function watch(run: TestRun): { readonly checks: number } {
  const heard = new Map<string, Bar[]>();
  const quotesHeard = new Map<string, Quote[]>();
  const tradesHeard = new Map<string, Trade[]>();
  /** The last quote before the open, of each symbol (S23). */
  const quotesBefore = new Map<string, Quote>();
  let block: SessionBlock | undefined;
  let checks = 0;

  const note = (symbol: string, interval: string, bar: Bar): void => {
    const key = `${symbol} ${interval}`;
    const bars = heard.get(key) ?? [];
    bars.push(bar);
    heard.set(key, bars);
  };
  const check = (): void => {
    for (const data of engine.data.symbols) {
      for (const interval of data.intervals) {
        const all = heard.get(`${data.symbol} ${interval}`) ?? [];
        const today = all.filter(({ time }) => time >= block!.open);
        same(barsOf(data.lastBars(30, interval)), all.slice(-30));
        same(data.barCount(interval), today.length);
        same(
          barsOf(data.barsSince(micros(block!.open + 60e6), interval)),
          today.filter(({ time }) => time >= block!.open + 60e6),
        );
        same(data.latestBar(interval)?.close, all.at(-1)?.close);
        same(data.latestBar(interval)?.time, all.at(-1)?.time);
      }
      checkForming(data.symbol);
      checkTicks(data);
      checkMetrics(data);
    }
    const symbols = engine.data.symbols.map(({ symbol }) => symbol);
    const latest = (symbol: string): number | undefined => engine.data.symbol(symbol).latestBar()?.time;
    same(
      engine.data.latestBars(symbols).map((bar) => bar?.time),
      symbols.map(latest),
    );
    checks += 1;
  };
  const checkTicks = (data: SymbolData): void => {
    const middle = micros(block!.open + 60e6);
    const quotes = quotesHeard.get(data.symbol) ?? [];
    const before = quotesBefore.get(data.symbol);
    const inForce = before === undefined ? quotes : [before, ...quotes];
    same(data.quoteCount(), quotes.length);
    const { time, bid, ask } = data.latestQuote() ?? {};
    same([time, bid, ask], [inForce.at(-1)?.time, inForce.at(-1)?.bid, inForce.at(-1)?.ask]);
    const rows = <Row>(view: { readonly length: number; at(index: number): Row } | undefined): Row[] =>
      Array.from({ length: view?.length ?? 0 }, (_, index) => view!.at(index));
    same(rows(data.lastQuotes(5)), inForce.slice(-5));
    same(
      rows(data.quotesSince(middle)),
      quotes.filter((quote) => quote.time >= middle),
    );
    const trades = tradesHeard.get(data.symbol) ?? [];
    same(data.latestTrade(), trades.at(-1));
    same(rows(data.lastTrades(5)), trades.slice(-5));
    same(
      rows(data.tradesSince(middle)),
      trades.filter((trade) => trade.time >= middle),
    );
  };
  const checkMetrics = (data: SymbolData): void => {
    const base = data.baseInterval;
    const bars = (heard.get(`${data.symbol} ${base}`) ?? []).filter(({ time }) => time >= block!.open);
    const trades = base === undefined ? (tradesHeard.get(data.symbol) ?? []) : [];
    const { volume, high, low } = data.sessionMetrics();
    const highs = [...bars.map((bar) => bar.high), ...trades.map(({ price }) => price)];
    const lows = [...bars.map((bar) => bar.low), ...trades.map(({ price }) => price)];
    const sizes = [...bars.map((bar) => bar.volume), ...trades.map(({ size }) => size)];
    same(
      volume,
      sizes.reduce((sum, size) => sum + size, 0),
    );
    same([high, low], highs.length === 0 ? [undefined, undefined] : [Math.max(...highs), Math.min(...lows)]);
    if (base === undefined) return;
    const rows = block!.streams.find((stream) => stream.kind === 'bars' && stream.symbol === data.symbol)!.columns;
    const step = intervalMicros(base);
    const isDue = rows.time[bars.length]! + step === engine.clock;
    const slots = Math.floor((engine.clock - block!.open - Number(isDue)) / step);
    const { expected, present, missing } = data.quality()!;
    same([expected, present, missing], [slots, bars.length, slots - bars.length]);
  };
  const checkForming = (symbol: string): void => {
    const data = engine.data.symbol(symbol);
    const base = data.baseInterval;
    if (base === undefined) return;
    for (const interval of data.intervals) {
      if (interval === base) continue;
      const start = bucketStart(engine.session, gridLength(interval), engine.clock);
      const inside = barsOf(data.lastBars(500, base)).filter(({ time }) => start !== undefined && time >= start);
      const forming = data.formingBar(interval);
      const { time, open, high, low, close, present } = forming ?? {};
      const expected = [
        start,
        inside[0]?.open,
        Math.max(...inside.map((bar) => bar.high)),
        Math.min(...inside.map((bar) => bar.low)),
        inside.at(-1)?.close,
        inside.length,
      ];
      same(forming && [time, open, high, low, close, present], inside.length === 0 ? undefined : expected);
    }
  };

  const engine: Engine = new Engine({
    plan: run.plan,
    blockOf: (index) => run.blocks[index],
    log: new EventLogHash(),
    listener: {
      sessionStarted: (started) => {
        block = started;
        quotesHeard.clear();
        tradesHeard.clear();
        quotesBefore.clear();
        for (const stream of started.streams) {
          if (stream.kind === 'quotes' && stream.first > 0)
            quotesBefore.set(stream.symbol, quoteAt(stream.columns, stream.first - 1));
        }
        check();
      },
      marketEvent: (stream, row) => {
        const rows = block!.streams[stream]!;
        const delay =
          rows.kind === 'bars'
            ? intervalMicros(rows.interval)
            : rows.kind === 'quotes'
              ? SAMPLING_MICROS[rows.sampled]
              : 0;
        same(rows.columns.time[row]! + delay, engine.clock);
        if (rows.kind === 'bars') note(rows.symbol, rows.interval, rowOf(rows.columns, row));
        if (rows.kind === 'quotes') append(quotesHeard, rows.symbol, quoteAt(rows.columns, row));
        if (rows.kind === 'trades') {
          const { time, price, size } = rows.columns;
          append(tradesHeard, rows.symbol, { time: micros(time[row]!), price: price[row]!, size: size[row]! });
        }
        check();
      },
      derivedBar: (slot, row) => {
        const { symbol, interval } = engine.layout.slots[slot]!;
        const own = block!.symbols.find((entry) => entry.symbol === symbol)!;
        const { columns } = own.derived.find((entry) => entry.interval === interval)!;
        same(columns.known[row], engine.clock);
        note(symbol, interval!, rowOf(columns, row));
        check();
      },
      sessionEnded: check,
    },
  });
  engine.stepUntil({ time: Number.POSITIVE_INFINITY });
  return { checks };
}

describe('session data', () => {
  it('show after every event exactly what was delivered, through every accessor and in every interval (B3, S4, S27)', () => {
    const isShown = (run: TestRun): void => {
      expect(watch(run).checks).toBeGreaterThanOrEqual(2 * run.blocks.length);
    };
    fc.assert(fc.property(smallRun, isShown), { numRuns: 2_000 });
    fc.assert(fc.property(anyRun, isShown), { numRuns: 50 });
  });

  it('count volume, high and low over the bars that have closed, whenever they are read', () => {
    fc.assert(
      fc.property(anyRun, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }), (run, places) => {
        const engine = new Engine({ plan: run.plan, blockOf: (index) => run.blocks[index], log: new EventLogHash() });
        for (const at of places) {
          const { open, close } = run.plan.sessions[0]!;
          const time = (open + Math.round((at * (close - open)) / 1e6) * 1e6) as Micros;
          engine.rewindTo(time);
          engine.stepUntil({ time });
          for (const { symbol, stream } of run.blocks[0]!.symbols) {
            const rows = run.blocks[0]!.streams[stream]!;
            if (rows.kind !== 'bars') continue;
            const { time: stamps, high, low, volume } = rows.columns;
            const known = lowerBound(stamps, engine.clock - intervalMicros(rows.interval) + 1);
            const metrics = engine.data.sessionMetrics(symbol);
            expect(metrics.volume).toBe(volume.subarray(0, known).reduce((sum, value) => sum + value, 0));
            expect(metrics.high).toBe(known === 0 ? undefined : Math.max(...high.subarray(0, known)));
            expect(metrics.low).toBe(known === 0 ? undefined : Math.min(...low.subarray(0, known)));
          }
        }
      }),
    );
  });
});
