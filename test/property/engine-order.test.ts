import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../electron/engine/engine.ts';
import { EventLogHash } from '../../electron/coordinator/event-log-hash.ts';
import { intervalMicros } from '../../shared/market/interval.ts';
import { SAMPLING_MICROS } from '../../shared/market/series.ts';
import type { SessionBlock } from '../../shared/session/block.ts';
import { anyRun } from '../support/run-arbitrary.ts';
import { testRun } from '../support/blocks.ts';

interface Delivery {
  readonly known: number;
  readonly what: string;
}

/** Every row of a block in the order S2 and S3 ask for, written as one sort. */
function expectedOrder(block: SessionBlock): Delivery[] {
  const rows: (Delivery & { readonly keys: readonly number[] })[] = [];
  block.streams.forEach((stream, index) => {
    const kind = { bars: 0, quotes: 1, trades: 2 }[stream.kind];
    const length = stream.kind === 'bars' ? intervalMicros(stream.interval) : 0;
    const delay = stream.kind === 'bars' ? length : stream.kind === 'quotes' ? SAMPLING_MICROS[stream.sampled] : 0;
    for (let row = stream.kind === 'quotes' ? stream.first : 0; row < stream.columns.time.length; row++) {
      const known = stream.columns.time[row]! + delay;
      rows.push({ known, what: `${index}:${row}`, keys: [known, kind, length, index, row] });
    }
  });
  for (const { symbol, stream, derived } of block.symbols) {
    for (const { interval, columns } of derived) {
      columns.known.forEach((known, row) => {
        rows.push({
          known,
          what: `${symbol} ${interval}:${row}`,
          keys: [known, 0, intervalMicros(interval), stream, row],
        });
      });
    }
  }
  rows.sort((a, b) => a.keys.map((key, i) => key - b.keys[i]!).find((difference) => difference !== 0) ?? 0);
  return rows.map(({ known, what }) => ({ known, what }));
}

function play(run: {
  readonly plan: ConstructorParameters<typeof Engine>[0]['plan'];
  readonly blocks: readonly SessionBlock[];
}) {
  const sessions: Delivery[][] = [];
  const clocks: number[] = [];
  const seen = (what: string): void => {
    clocks.push(engine.clock);
    sessions.at(-1)?.push({ known: engine.clock, what });
  };
  const engine: Engine = new Engine({
    plan: run.plan,
    blockOf: (index) => run.blocks[index],
    log: new EventLogHash(),
    listener: {
      sessionStarted: () => void sessions.push([]),
      marketEvent: (stream, row) => seen(`${stream}:${row}`),
      derivedBar: (slot, row) => {
        const { symbol, interval } = engine.layout.slots[slot]!;
        seen(`${symbol} ${interval}:${row}`);
      },
      sessionEnded: (block) => {
        clocks.push(engine.clock);
        expect(engine.clock).toBe(block.close);
      },
    },
  });
  expect(engine.stepUntil({ time: Number.POSITIVE_INFINITY })).toBe('ended');
  return { sessions, clocks, engine };
}

describe('the order of events', () => {
  it('equals a stable sort of all rows by known time, kind, interval, stream and row (S2, S3)', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const { sessions, engine } = play(run);
        expect(sessions).toEqual(run.blocks.map(expectedOrder));
        const rows = run.blocks.flatMap((block) =>
          block.streams.map((s) => s.columns.time.length - (s.kind === 'quotes' ? s.first : 0)),
        );
        expect(engine.totals.events).toBe(rows.reduce((sum, count) => sum + count, 0));
        expect(engine.totals.sessions).toBe(run.blocks.length);
      }),
      { numRuns: 1_000 },
    );
  });

  it('never moves the clock back, whatever the mix of intervals (C2)', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const { clocks } = play(run);
        expect(clocks).toEqual([...clocks].sort((a, b) => a - b));
      }),
      { numRuns: 1_000 },
    );
  });

  it('puts the 1m bar of one symbol after the 1s bars that close with it and before quotes of that instant', () => {
    const run = testRun(
      [
        { type: 'quotes', symbol: 'Q' },
        { type: 'bars', symbol: 'M', interval: '1m' },
        { type: 'bars', symbol: 'S', interval: '1s' },
      ],
      [{ seconds: 120, rows: [[60], [0], [58, 59, 60]] }],
      ['1m'],
    );
    const { sessions } = play(run);
    expect(sessions[0]!.map(({ what }) => what)).toEqual(['2:0', '2:1', '1:0', 'S 1m:0', '0:0', '2:2', 'S 1m:1']);
  });
});
