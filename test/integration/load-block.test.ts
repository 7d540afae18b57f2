import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { BlockLoader } from '../../electron/upkeep/load-block.ts';
import { planRun } from '../../electron/upkeep/plan-run.ts';
import { lowerBound, type BarColumns } from '../../shared/market/columns.ts';
import { calendarById } from '../../shared/market/calendar/calendars.ts';
import { parseSessionConfig } from '../../shared/session/parse-config.ts';
import type { SessionConfig } from '../../shared/session/config.ts';
import { SLOT_FILLED, SLOT_MISSING } from '../../shared/quality/quality.ts';
import type { BarStreamBlock, QuoteStreamBlock, SessionBlock } from '../../shared/session/block.ts';
import { sampleStore, type SampleStore } from '../support/sample-store.ts';

let sample: SampleStore;
beforeAll(async () => {
  sample = await sampleStore();
});
afterAll(() => sample.remove());

function config(json: object): SessionConfig {
  const streams = [
    { type: 'bars', symbol: 'AAPL', interval: '1s' },
    { type: 'quotes', symbol: 'AAPL' },
    { type: 'bars', symbol: 'IBM', interval: '1m' },
  ];
  const parsed = parseSessionConfig({ session_name: 'test', mode: 'backtest', data_streams: streams, ...json });
  if (!parsed.valid) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

/** How many slots of the first symbol have this state. */
const slotsOf = (blocks: readonly SessionBlock[], wanted: number): number =>
  blocks.flatMap(({ symbols }) => Array.from(symbols[0]?.slots ?? [])).filter((state) => state === wanted).length;

const upkeep = (data_upkeep: object, historical_bars: object = {}): object => ({
  session_data_config: { data_upkeep, historical_bars },
});

describe('a plan', () => {
  it('takes every stored session where the configuration has no dates, with hours of the calendar', async () => {
    const plan = await planRun(config({}), sample.store.reader, calendarById);
    expect(plan.sessions.map(({ date, index, isEarlyClose }) => [date, index, isEarlyClose])).toEqual([
      ['2025-07-01', 0, false],
      ['2025-07-02', 1, false],
      ['2025-07-03', 2, true],
    ]);
    expect(plan.sessions[2]?.endsWeek).toBe(true);
    expect(plan.streams.map(({ type, symbol, sampled }) => [type, symbol, sampled])).toEqual([
      ['bars', 'AAPL', undefined],
      ['quotes', 'AAPL', 'event'],
      ['bars', 'IBM', undefined],
    ]);
    const aapl = sample.made[0]?.seconds.time.length ?? 0;
    expect(plan.streams[0]?.rows).toBe(aapl);
    expect(plan.remarks).toEqual([]);
  });

  it('counts relative dates back from the newest stored session', async () => {
    const plan = await planRun(config({ dates: { last: '2d' } }), sample.store.reader, calendarById);
    expect(plan.sessions.map(({ date }) => date)).toEqual(['2025-07-02', '2025-07-03']);
  });

  it('leaves out dated sessions without any data and says so', async () => {
    const dates = { from: '2025-06-30', to: '2025-07-01' };
    const plan = await planRun(config({ dates }), sample.store.reader, calendarById);
    expect(plan.sessions.map(({ date }) => date)).toEqual(['2025-07-01']);
    expect(plan.remarks).toEqual(['No stream has data on 2025-06-30: left out.']);
  });

  it('names everything that is not stored, with what is', async () => {
    const missing = config({
      data_streams: [
        { type: 'bars', symbol: 'MSFT', interval: '1s' },
        { type: 'trades', symbol: 'IBM' },
      ],
    });
    await expect(planRun(missing, sample.store.reader, calendarById)).rejects.toMatchObject({
      code: 'not-found',
      details: {
        problems: [
          { path: 'data_streams[0]', message: expect.stringContaining('MSFT 1s bars are not in the store') as string },
          { path: 'data_streams[1]', message: expect.stringContaining('1s bars of sample') as string },
        ],
      },
    });
  });

  it('refuses dates that the calendar does not cover', async () => {
    const outside = config({ dates: { from: '1950-01-02', to: '1950-01-09' } });
    await expect(planRun(outside, sample.store.reader, calendarById)).rejects.toMatchObject({
      code: 'outside-calendar',
    });
  });
});

describe('a session block', () => {
  it('holds exactly the stored bars of the session, in shared memory, with a digest that names their values', async () => {
    const plan = await planRun(config(upkeep({ enabled: false })), sample.store.reader, calendarById);
    const loader = new BlockLoader(plan, sample.store.reader);
    for (const session of plan.sessions) {
      const block = await loader.load(session.index);
      const stream = block.streams[0] as BarStreamBlock;
      const all = sample.made[0]?.seconds as BarColumns;
      const [from, to] = [lowerBound(all.time, session.open), lowerBound(all.time, session.close)];
      for (const name of ['time', 'open', 'high', 'low', 'close', 'volume'] as const) {
        const stored = all[name].subarray(from, to);
        expect(stream.columns[name].length).toBe(stored.length);
        expect(stream.columns[name].every((value, row) => value === stored[row])).toBe(true);
      }
      expect(stream.columns.time.buffer).toBeInstanceOf(SharedArrayBuffer);
      const again = await new BlockLoader(plan, sample.store.reader).load(session.index);
      expect(again.streams.map(({ digest }) => digest)).toEqual(block.streams.map(({ digest }) => digest));
    }
  });

  it('derives 1m bars that equal the stored ones in every minute whose seconds are whole', async () => {
    const plan = await planRun(config(upkeep({ enabled: false })), sample.store.reader, calendarById);
    const block = await new BlockLoader(plan, sample.store.reader).load(0);
    const derived = block.symbols[0]?.derived.find(({ interval }) => interval === '1m')?.columns;
    const stored = sample.made[0]?.minutes as BarColumns;
    let compared = 0;
    derived?.time.forEach((time, row) => {
      const same = stored.time.indexOf(time);
      if (derived.complete[row] === 0 || same < 0) return;
      compared += 1;
      expect([derived.open[row], derived.high[row], derived.low[row], derived.close[row], derived.volume[row]]).toEqual(
        [stored.open[same], stored.high[same], stored.low[same], stored.close[same], stored.volume[same]],
      );
    });
    expect(compared).toBeGreaterThan(300);
  });

  it('puts the last quote before the open in front and no quote from the close on', async () => {
    const plan = await planRun(config({}), sample.store.reader, calendarById);
    const block = await new BlockLoader(plan, sample.store.reader).load(1);
    const { columns, first } = block.streams[1] as QuoteStreamBlock;
    expect(first).toBe(1);
    expect(columns.time[0]).toBeLessThan(block.open);
    expect(columns.time[1]).toBeGreaterThanOrEqual(block.open);
    expect(columns.time.at(-1)).toBeLessThan(block.close);
  });

  it('fills lost minutes of a 1m base from the 1s bars of the source, flags them and says where they come from', async () => {
    const streams = [{ type: 'bars', symbol: 'AAPL', interval: '1m' }];
    const plan = await planRun(config({ data_streams: streams }), sample.store.reader, calendarById);
    const lost = (sample.made[0]?.losses ?? []).filter(({ interval }) => interval === '1m');
    const loader = new BlockLoader(plan, sample.store.reader);
    const blocks = await Promise.all(plan.sessions.map(({ index }) => loader.load(index)));
    const filled = blocks.flatMap((block) => {
      const { columns } = block.streams[0] as BarStreamBlock;
      return Array.from(columns.time).filter((_, row) => columns.flags[row] === 1);
    });
    const expected = lost.flatMap(({ from, to }) =>
      Array.from({ length: (to - from) / 60_000_000 }, (_, minute) => from + minute * 60_000_000),
    );
    expect(expected.length).toBeGreaterThan(0);
    expect(filled).toEqual([...new Set(expected)].sort((a, b) => a - b));
    const origins = blocks.flatMap((block) => (block.streams[0] as BarStreamBlock).fills ?? []);
    expect(new Set(origins.map(({ origin }) => origin))).toEqual(new Set(['1s bars of sample']));
    expect(slotsOf(blocks, SLOT_FILLED)).toBe(filled.length);
  });

  it('fills nothing with upkeep switched off', async () => {
    const streams = [{ type: 'bars', symbol: 'AAPL', interval: '1m' }];
    const off = config({ data_streams: streams, ...upkeep({ enabled: false }) });
    const plan = await planRun(off, sample.store.reader, calendarById);
    const loader = new BlockLoader(plan, sample.store.reader);
    const blocks = await Promise.all(plan.sessions.map(({ index }) => loader.load(index)));
    expect(slotsOf(blocks, SLOT_FILLED)).toBe(0);
    expect(slotsOf(blocks, SLOT_MISSING)).toBeGreaterThan(0);
  });

  it('brings trailing sessions as history, and the bar of the week in its last session', async () => {
    const json = upkeep({ derived_intervals: ['1m', '1d', '1w'] }, { trailing_days: 1, intervals: ['5m', '1d'] });
    const dates = { from: '2025-07-02', to: '2025-07-03' };
    const plan = await planRun(config({ dates, ...json }), sample.store.reader, calendarById);
    expect(plan.earlier?.map(({ date }) => date)).toEqual(['2025-06-30', '2025-07-01']);
    const loader = new BlockLoader(plan, sample.store.reader);
    const [middle, last] = [await loader.load(0), await loader.load(1)];
    expect(last.symbols[0]?.history.map(({ date, interval }) => [date, interval])).toEqual([
      ['2025-07-02', '5m'],
      ['2025-07-02', '1d'],
    ]);
    const weekIn = (block: typeof last): number =>
      block.symbols[0]?.derived.find(({ interval }) => interval === '1w')?.columns.time.length ?? -1;
    expect([weekIn(middle), weekIn(last)]).toEqual([0, 1]);
    const week = last.symbols[0]?.derived.find(({ interval }) => interval === '1w')?.columns;
    const days = [middle, last].map(
      (block) => block.symbols[0]?.derived.find(({ interval }) => interval === '1d')?.columns.volume[0] ?? 0,
    );
    const soFar = last.symbols[0]?.weekSoFar;
    expect(week?.volume[0]).toBe((soFar?.volume ?? 0) + (days[1] ?? 0));
    expect(soFar?.volume).toBe((middle.symbols[0]?.weekSoFar?.volume ?? 0) + (days[0] ?? 0));
    expect(week?.open[0]).toBe(sample.made[0]?.seconds.open[0]);
    expect(week?.expected[0]).toBe(23_400 * 3 + 12_600);
    expect(week?.known[0]).toBe(last.close);
  });
});
