import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { generateSample, type SampleSymbol } from '../../electron/store/sample/generator.ts';
import type { StoreReader } from '../../electron/store/reader.ts';
import { QualityService } from '../../electron/upkeep/quality-service.ts';
import { calendarById } from '../../shared/market/calendar/calendars.ts';
import { ONE_MINUTE, ONE_SECOND, type Interval } from '../../shared/market/interval.ts';
import { seriesId, type SeriesKey } from '../../shared/market/series.ts';
import { formatIso, micros, type SessionDate } from '../../shared/market/time.ts';
import { SLOT_PRESENT, SLOT_VERIFIED_EMPTY, type SessionQuality } from '../../shared/quality/quality.ts';
import { realStore } from '../support/real-store.ts';
import { sampleStore, type SampleStore } from '../support/sample-store.ts';
import { testData } from '../support/test-data.ts';

const MINUTE = 60_000_000;
const bars = (symbol: string, interval: Interval, source: string): SeriesKey => ({
  kind: 'bars',
  symbol,
  interval,
  source,
});
const on = (date: string): { from: SessionDate; to: SessionDate } => ({
  from: date as SessionDate,
  to: date as SessionDate,
});

describe('quality of made-up data', () => {
  let sample: SampleStore;
  let quality: QualityService;
  let whole: readonly SampleSymbol[];
  beforeAll(async () => {
    sample = await sampleStore();
    quality = new QualityService({ reader: sample.store.reader, findCalendar: calendarById });
    whole = [...generateSample({ ...sample.spec, withLosses: false })];
  });
  afterAll(() => sample.remove());

  /** What must be missing: empty slots of minutes that lost a second, or whose 1m bar was lost. */
  function expected(symbol: string, session: { readonly open: number; readonly close: number }): number[] {
    const [made, full] = [sample.made, whole].map((all) => all.find((one) => one.symbol === symbol)) as [
      SampleSymbol,
      SampleSymbol,
    ];
    const stored = new Set(made.seconds.time);
    const minutes = new Set(made.minutes.time);
    const hurt = new Set(
      [...full.seconds.time].filter((time) => !stored.has(time)).map((time) => Math.floor(time / MINUTE)),
    );
    const missing: number[] = [];
    for (let time = session.open; time < session.close; time += 1_000_000) {
      if (stored.has(time)) continue;
      const minute = Math.floor(time / MINUTE);
      if (hurt.has(minute) || !minutes.has(minute * MINUTE)) missing.push(time);
    }
    return missing;
  }

  it('finds exactly the seconds that were left out, and calls every other empty second verified', async () => {
    for (const { symbol } of sample.made) {
      for (const session of await quality.sessions(bars(symbol, ONE_SECOND, 'sample'), {})) {
        const missing = expected(symbol, session);
        expect(session.missing).toBe(missing.length);
        const inGaps = session.gaps.flatMap(({ from, slots }) =>
          Array.from({ length: slots }, (_, slot) => from + slot * 1_000_000),
        );
        expect(inGaps).toEqual(missing);
        expect(session.present + session.verifiedEmpty + session.missing).toBe(session.expected);
      }
    }
  });

  it('reports an outage of whole minutes as one short gap with the volume that was lost', async () => {
    const outages = sample.made.flatMap(({ losses }) =>
      losses.filter(({ interval, from, to }) => interval === '1s' && (to - from) % MINUTE === 0),
    );
    expect(outages.length).toBeGreaterThan(0);
    for (const { symbol, from, to } of outages) {
      const sessions = await quality.sessions(bars(symbol, ONE_SECOND, 'sample'), {});
      const gap = sessions.flatMap(({ gaps }) => gaps).find((one) => one.from <= from && one.to >= to);
      const full = whole.find((one) => one.symbol === symbol) as SampleSymbol;
      const lost = full.seconds.volume.filter((_, row) => {
        const time = full.seconds.time[row] as number;
        return time >= from && time < to;
      });
      expect(gap?.state).toBe('short');
      expect(gap?.volumeDifference).toBeGreaterThanOrEqual(lost.reduce((sum, volume) => sum + volume, 0));
    }
  });

  it('finds exactly the minutes that were left out of the 1m series', async () => {
    for (const { symbol, losses } of sample.made) {
      const sessions = await quality.sessions(bars(symbol, ONE_MINUTE, 'sample'), {});
      const missing = sessions.reduce((sum, session) => sum + session.missing, 0);
      const lost = losses.filter(({ interval }) => interval === '1m');
      const minutes = new Set(
        lost.flatMap(({ from, to }) => Array.from({ length: (to - from) / MINUTE }, (_, i) => from + i * MINUTE)),
      );
      expect(missing).toBe(minutes.size);
    }
  });

  it('adds up from seconds to minutes, hours, sessions and days', async () => {
    const id = seriesId(bars('IBM', ONE_SECOND, 'sample'));
    const days = (await quality.days()).find((series) => series.id === id)?.days ?? [];
    expect(days).toHaveLength(3);
    for (const day of days) {
      const detail = await quality.session(id, day.date);
      const sum = (pick: 'missing' | 'present' | 'short', cells: typeof detail.hours): number =>
        cells.reduce((total, cell) => total + cell[pick], 0);
      for (const pick of ['missing', 'present', 'short'] as const) {
        expect([sum(pick, detail.hours), sum(pick, detail.minutes), detail.session[pick]]).toEqual([
          day[pick],
          day[pick],
          day[pick],
        ]);
      }
      const worst = detail.minutes.reduce((a, b) => (b.missing > a.missing ? b : a));
      const minute = await quality.minute(id, micros(worst.from + 30_000_000));
      expect(minute.from).toBe(worst.from);
      expect(minute.counts.missing).toBe(worst.missing);
      expect(minute.states.filter((state) => state === 0)).toHaveLength(worst.missing);
    }
  });

  it('answers from the cache without reading a bar, and counts anew when a file behind it changes', async () => {
    const cacheDir = join(sample.store.layout.cache, 'quality');
    const { reader } = sample.store;
    const first = await new QualityService({ reader, findCalendar: calendarById, cacheDir }).days();
    expect((await readdir(cacheDir)).length).toBeGreaterThan(0);
    const blind: StoreReader = { ...bound(reader), loadBars: () => Promise.reject(new Error('a bar was read')) };
    const options = { findCalendar: calendarById, cacheDir };
    expect(await new QualityService({ ...options, reader: blind }).days()).toEqual(first);
    const changed: StoreReader = {
      ...blind,
      files: (key) => reader.files(key).map((file) => ({ ...file, sha256: `${file.sha256}x` })),
    };
    await expect(new QualityService({ ...options, reader: changed }).days()).rejects.toThrow('a bar was read');
  });

  it('says what is not there', async () => {
    const id = seriesId(bars('IBM', ONE_SECOND, 'sample'));
    await expect(quality.session('bars/1s/NONE/sample', '2025-07-01' as SessionDate)).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(quality.session(id, '2025-07-04' as SessionDate)).rejects.toMatchObject({ code: 'not-found' });
  });
});

/** The reader's methods that quality uses, to be replaced one by one. */
function bound(reader: StoreReader): StoreReader {
  return {
    dataDir: reader.dataDir,
    manifestNumber: reader.manifestNumber,
    manifest: reader.manifest,
    series: () => reader.series(),
    find: (key) => reader.find(key),
    symbol: (symbol) => reader.symbol(symbol),
    files: (key, range) => reader.files(key, range),
    loadBars: (key, range) => reader.loadBars(key, range),
    loadQuotes: (key, range, options) => reader.loadQuotes(key, range, options),
    loadTrades: (key, range) => reader.loadTrades(key, range),
    rowsByQuarterHour: (key, range) => reader.rowsByQuarterHour(key, range),
    warmUp: () => undefined,
    refresh: () => reader.refresh(),
    close: () => reader.close(),
  };
}

const data = testData();

describe.skipIf(data === undefined)('quality of recorded data (skipped without the recorded data)', () => {
  let real: Awaited<ReturnType<typeof realStore>>;
  let quality: QualityService;
  beforeAll(async () => {
    real = await realStore(data ?? '', [
      'us_equity/1s/bars/SPY_1s_2013-10-07_2013-10-11.parquet',
      'us_equity/1m/bars/SPY_1m_2013-10-04_2013-10-11.parquet',
      'us_equity/1m/bars/SPY_1m_2020-12-15_2020-12-18.parquet',
      'us_equity/1m/bars/GOOG_1m_2015-12-23_2015-12-28.parquet',
      'us_equity/1m/bars/SHY_1m_2008-03-07_2008-03-10.parquet',
      'us_equity/1m/bars/IBM_1m_2013-10-04_2013-10-11.parquet',
    ]);
    quality = new QualityService({ reader: real.store.reader, findCalendar: calendarById });
  });
  afterAll(() => real.remove());

  const one = async (symbol: string, interval: Interval, date: string): Promise<SessionQuality> =>
    (await quality.sessions(bars(symbol, interval, 'lean'), on(date)))[0] as SessionQuality;

  it('expects 23,400 seconds of SPY on 2013-10-08 and finds 19,516', async () => {
    const session = await one('SPY', ONE_SECOND, '2013-10-08');
    expect([session.expected, session.present]).toEqual([23_400, 19_516]);
    expect(session.verifiedEmpty).toBeGreaterThan(0);
    expect(session.verifiedEmpty + session.missing).toBe(23_400 - 19_516);
  });

  it('calls exactly those minutes short whose stored 1m volume is above the sum of their seconds (S15)', async () => {
    const session = await one('SPY', ONE_SECOND, '2013-10-09');
    const { reader } = real.store;
    const range = { from: session.open, to: session.close };
    const seconds = await reader.loadBars(bars('SPY', ONE_SECOND, 'lean'), range);
    const minutes = await reader.loadBars(bars('SPY', ONE_MINUTE, 'lean'), range);
    const sums = new Map<number, number>();
    seconds.time.forEach((time, row) => {
      const minute = Math.floor(time / MINUTE) * MINUTE;
      sums.set(minute, (sums.get(minute) ?? 0) + (seconds.volume[row] as number));
    });
    const isShort = (time: number, row: number): boolean => (minutes.volume[row] as number) > (sums.get(time) ?? 0);
    expect(session.short).toBe(Array.from(minutes.time).filter(isShort).length);
    expect(session.short).toBeGreaterThan(0);
  });

  it('counts the 1m bars of SPY that differ from their seconds, as SQL with arg_min and arg_max does (S12)', async () => {
    const id = seriesId(bars('SPY', ONE_SECOND, 'lean'));
    const dates = new Set(['2013-10-07', '2013-10-08', '2013-10-09', '2013-10-10', '2013-10-11']);
    expect((await quality.disagreements([id], dates)).get(id)).toEqual({ compared: 1_950, differing: 216 });
    expect((await quality.disagreements([id], new Set())).get(id)).toEqual({ compared: 0, differing: 0 });
  });

  it('says of each empty second of a minute what proves it empty', async () => {
    const id = seriesId(bars('SPY', ONE_SECOND, 'lean'));
    const { open } = await one('SPY', ONE_SECOND, '2013-10-08');
    let proved = 0;
    for (let minute = 0; minute < 60; minute++) {
      const { states, causes } = await quality.minute(id, micros(open + minute * MINUTE));
      expect(causes.map((cause) => cause === null)).toEqual(states.map((state) => state === SLOT_PRESENT));
      const byMinute = causes.filter((cause) => cause?.evidence === 'coarser-bar').length;
      expect(byMinute).toBe(states.filter((state) => state === SLOT_VERIFIED_EMPTY).length);
      proved += byMinute;
    }
    expect(proved).toBeGreaterThan(100);
  });

  it('expects 210 minutes of GOOG on the half day 2015-12-24, all present, and 390 on the days around it', async () => {
    const half = await one('GOOG', ONE_MINUTE, '2015-12-24');
    expect([half.expected, half.present, half.missing]).toEqual([210, 210, 0]);
    const after = await one('GOOG', ONE_MINUTE, '2015-12-28');
    expect([after.expected, after.missing]).toEqual([390, 8]);
    expect(await quality.sessions(bars('GOOG', ONE_MINUTE, 'lean'), on('2015-12-25'))).toEqual([]);
  });

  it('aligns SHY to 09:30 New York on both sides of the DST change', async () => {
    const [before, after] = await quality.sessions(bars('SHY', ONE_MINUTE, 'lean'), {});
    expect([before, after].map((session) => [session?.date, formatIso(session?.open ?? micros(0))])).toEqual([
      ['2008-03-07', '2008-03-07T14:30:00Z'],
      ['2008-03-10', '2008-03-10T13:30:00Z'],
    ]);
    expect([before?.missing, after?.missing]).toEqual([57, 77]);
  });

  it('lists only sessions that stored files reach into, years apart', async () => {
    const sessions = await quality.sessions(bars('SPY', ONE_MINUTE, 'lean'), {});
    expect(sessions.map(({ date }) => date)).toEqual([
      '2013-10-04',
      '2013-10-07',
      '2013-10-08',
      '2013-10-09',
      '2013-10-10',
      '2013-10-11',
      '2020-12-15',
      '2020-12-16',
      '2020-12-17',
      '2020-12-18',
    ]);
    expect(sessions.every(({ missing }) => missing === 0)).toBe(true);
  });

  it('counts the missing minutes of IBM that its README counts', async () => {
    const missing = (await quality.sessions(bars('IBM', ONE_MINUTE, 'lean'), {})).map((session) => session.missing);
    expect(missing).toEqual([1, 0, 0, 0, 0, 1]);
  });
});
