import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventLogHash } from '../../electron/coordinator/event-log-hash.ts';
import { type BarView, barAt } from '../../electron/engine/bar-view.ts';
import { bucketStart, gridLength } from '../../electron/engine/derive/bar-grid.ts';
import { Engine } from '../../electron/engine/engine.ts';
import { type Bar, type BarColumns, lowerBound } from '../../shared/market/columns.ts';
import { intervalMicros } from '../../shared/market/interval.ts';
import { SAMPLING_MICROS } from '../../shared/market/series.ts';
import { type Micros, micros } from '../../shared/market/time.ts';
import type { SessionBlock } from '../../shared/session/block.ts';
import type { TestRun } from '../support/blocks.ts';
import { anyRun } from '../support/run-arbitrary.ts';

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

/** As `toEqual`, quicker where all is well: it is asked hundreds of thousands of times. */
function same(actual: unknown, expected: unknown): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) expect(actual).toEqual(expected);
}

/** Plays a run and compares, after every delivery, what session data show with what was delivered. */
function watch(run: TestRun): { readonly checks: number } {
  const heard = new Map<string, Bar[]>();
  const quotesHeard = new Map<string, number>();
  const tradesHeard = new Map<string, number>();
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
      same(data.quoteCount(), quotesHeard.get(data.symbol) ?? 0);
      same(data.tradesSince(block!.open)?.length ?? 0, tradesHeard.get(data.symbol) ?? 0);
      const quote = data.latestQuote();
      if (quote !== undefined && quote.known > engine.clock)
        expect.fail(`a quote of ${quote.known} at ${engine.clock}`);
      const trade = data.latestTrade();
      if (trade !== undefined && trade.time > engine.clock) expect.fail(`a trade of ${trade.time} at ${engine.clock}`);
    }
    checks += 1;
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
        if (rows.kind === 'quotes') quotesHeard.set(rows.symbol, (quotesHeard.get(rows.symbol) ?? 0) + 1);
        if (rows.kind === 'trades') tradesHeard.set(rows.symbol, (tradesHeard.get(rows.symbol) ?? 0) + 1);
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
    fc.assert(
      fc.property(anyRun, (run) => {
        const { checks } = watch(run);
        expect(checks).toBeGreaterThanOrEqual(2 * run.blocks.length);
      }),
      { numRuns: 50 },
    );
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
