import { beforeEach, describe, expect, it } from 'vitest';
import { EventLogHash } from '../../../electron/coordinator/event-log-hash.ts';
import { LiveEngine } from '../../../electron/coordinator/live/live-engine.ts';
import { weekSoFar } from '../../../electron/engine/derive/week.ts';
import { allocateDerived } from '../../../electron/engine/derive/derived-columns.ts';
import type { BarColumns } from '../../../shared/market/columns.ts';
import { ONE_WEEK } from '../../../shared/market/interval.ts';
import { micros } from '../../../shared/market/time.ts';
import type { SessionBlock } from '../../../shared/session/block.ts';
import { type TestRun, testRun } from '../../support/blocks.ts';
import { Ear } from '../../support/ear.ts';
import { liveRun } from '../../support/manual-feed.ts';

let run: TestRun;
let live: LiveEngine;
let ear: Ear;

/** Seconds since the first open, exact to the microsecond. */
const at = (second: number): ReturnType<typeof micros> => micros(run.plan.sessions[0]!.open + Math.round(second * 1e6));
const to = (second: number): void => void live.advance(at(second));
const clocks = (stream: number): number[] =>
  ear.heard.filter(([heard]) => heard === stream).map((entry) => ((entry[3] as number) - at(0)) / 1e6);

function begin(
  made: TestRun,
  seedOf: (index: number) => SessionBlock | undefined = (index) => made.blocks[index],
): void {
  run = made;
  ear = new Ear();
  live = new LiveEngine({ plan: run.plan, seedOf, log: new EventLogHash(), listener: ear, listsEveryTrade: true });
  ear.listenTo(live.engine);
}

function quote(second: number, number: number, bid: number): void {
  const values = { bid, ask: bid + 1, bidSize: 1, askSize: 1 };
  live.take({ type: 'quote', stream: 0, number, quote: { time: at(second), ...values }, received: at(second) });
}

function trade(second: number, number: number, price = 10): void {
  const values = { time: at(second), price, size: 1 };
  live.take({ type: 'trade', stream: 1, number, trade: values, side: 0, received: at(second) });
}

describe('quotes and trades that come when the clock has passed them', () => {
  beforeEach(() => {
    begin(
      liveRun(
        [
          { type: 'quotes', symbol: 'AAA' },
          { type: 'trades', symbol: 'AAA' },
        ],
        [60],
        [],
      ),
    );
    to(0);
  });

  it('are known when they come: just after the instant the clock stands on, whose order stays whole (S2, S3)', () => {
    trade(10, 0);
    to(10);
    quote(9, 0, 99);
    trade(8, 1);
    to(20);
    expect(clocks(1)).toEqual([10, 10.000001]);
    expect(clocks(0)).toEqual([10.000001]);
    const order = ear.heard.map(([what]) => what);
    expect(order.slice(1)).toEqual([1, 0, 1]);
  });

  it('are left out where a newer quote is in force, and where they come again', () => {
    quote(5, 1, 101);
    to(10);
    quote(4, 0, 100);
    quote(5, 1, 101);
    trade(3, 0);
    trade(3, 0);
    to(20);
    expect(live.engine.data.latestQuote('AAA')?.bid).toBe(101);
    expect(live.session?.counts()).toMatchObject([
      { delivered: 1, stale: 1, doubled: 1 },
      { delivered: 1, late: 1, doubled: 1 },
    ]);
  });

  it('of another time or without a price are refused', () => {
    quote(70, 0, 100);
    quote(5, 1, Number.NaN);
    trade(-1, 0);
    trade(5, 1, 0);
    to(60);
    expect(live.session?.counts()).toMatchObject([
      { delivered: 0, refused: 2 },
      { delivered: 0, refused: 2 },
    ]);
  });
});

describe('a live session that is partly stored', () => {
  it('plays what is stored up to now at once, and goes on with what comes (C3)', () => {
    const stored = testRun(
      [{ type: 'bars', symbol: 'AAA', interval: '1s' }],
      [{ seconds: 120, rows: [[0, 1, 2, 40]] }],
      ['1m'],
    );
    begin(stored);
    to(50);
    expect(clocks(0)).toEqual([1, 2, 3, 41]);
    const bar = { open: 5, high: 5, low: 5, close: 5, volume: 9 };
    live.take({ type: 'bar', stream: 0, bar: { time: at(55), ...bar }, received: at(55) });
    to(60);
    expect(live.engine.data.latestBar('AAA', '1m' as never)).toMatchObject({ close: 5, present: 5, isComplete: false });
    to(121);
    expect(live.engine.isEnded).toBe(true);
  });

  it('waits for what is stored of it, and takes what came meanwhile in time', () => {
    const made = liveRun([{ type: 'bars', symbol: 'AAA', interval: '1s' }], [60], []);
    let isLoaded = false;
    begin(made, () => (isLoaded ? made.blocks[0] : undefined));
    expect(live.advance(at(5))).toBe('pending');
    const bar = { open: 5, high: 5, low: 5, close: 5, volume: 9 };
    live.take({ type: 'bar', stream: 0, bar: { time: at(2), ...bar }, received: at(3) });
    isLoaded = true;
    to(6);
    expect(clocks(0)).toEqual([3]);
  });

  it('closes the bar of its week over the sessions before it (S7)', () => {
    const made = testRun([{ type: 'bars', symbol: 'AAA', interval: '1m' }], [{ seconds: 120, rows: [[0, 60]] }]);
    const day = { ...allocateDerived(1) };
    const monday: Partial<Record<keyof BarColumns, number>> = {
      time: 1,
      open: 3,
      high: 300,
      low: 2,
      close: 4,
      volume: 50,
    };
    for (const [name, value] of Object.entries(monday)) (day[name as keyof BarColumns] as Float64Array)[0] = value;
    day.present[0] = 2;
    day.complete[0] = 1;
    const weekBefore = [{ day, expected: 2 }];
    const [block] = made.blocks;
    const soFar = weekSoFar(weekBefore)!;
    const symbols = block!.symbols.map((symbol) => ({ ...symbol, weekBefore, weekSoFar: soFar }));
    const sessions = made.plan.sessions.map((session) => ({ ...session, endsWeek: true }));
    const derivedIntervals = [ONE_WEEK];
    begin({ plan: { ...made.plan, sessions, derivedIntervals }, blocks: [{ ...block!, symbols }] });
    to(120);
    expect(live.engine.data.latestBar('AAA', ONE_WEEK)).toMatchObject({
      open: 3,
      high: 300,
      expected: 4,
      present: 4,
      isComplete: true,
    });
  });
});
