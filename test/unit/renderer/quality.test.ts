import { describe, expect, test } from 'vitest';

import type { SessionDetail } from '../../../shared/ipc/contract.ts';
import { micros, MICROS_PER_MINUTE, type SessionDate } from '../../../shared/market/time.ts';
import type { QualityCell } from '../../../shared/quality/quality.ts';
import type { DayQuality, SeriesDays } from '../../../shared/store/catalogue.ts';
import { causeLines, countLines, gapsWithin } from '../../../renderer/library/quality/cause.ts';
import { ALL_DATES, dayMap, monthsOf } from '../../../renderer/library/quality/day-map.ts';
import { createQualityStore } from '../../../renderer/library/quality/quality-store.ts';
import { createNoticesStore } from '../../../renderer/state/notices-store.ts';
import { zoneTime } from '../../../renderer/state/zone-time.ts';
import { firstPlace, moveCursor, type HeatRow } from '../../../renderer/ui/heatmap/heat-data.ts';
import { hourMinuteMap } from '../../../renderer/ui/heatmap/hour-minute.ts';
import { deferred, FakeClient } from '../../support/fake-client.ts';
import { at } from '../../support/series.ts';

const counts = { expected: 60, present: 37, verifiedEmpty: 0, missing: 23, filled: 0, short: 0 };
const day = (date: string, quality: number): DayQuality => ({
  ...counts,
  date: date as SessionDate,
  coverage: quality,
  quality,
});
const days = (symbol: string, ...list: DayQuality[]): SeriesDays => ({
  id: `bars/1s/${symbol}/lean`,
  symbol,
  interval: '1s',
  source: 'lean',
  days: list,
});

describe('symbol by day', () => {
  const series = [
    days('SPY', day('2013-10-07', 61.66), day('2013-10-08', 100)),
    days('IBM', day('2013-09-30', 50), day('2013-10-08', 80)),
  ];

  test('cells are named by symbol, date and quality, also where the store holds nothing', () => {
    const map = dayMap(series, '2013-10', 'quality');
    expect(map.rows.map(({ cells }) => cells.map((cell) => cell?.name))).toEqual([
      ['SPY 2013-10-07 quality 61.7 %', 'SPY 2013-10-08 quality 100.0 %'],
      ['IBM 2013-10-07 not in store', 'IBM 2013-10-08 quality 80.0 %'],
    ]);
  });

  test('the last column is the mean of the days shown', () => {
    expect(dayMap(series, '2013-10', 'quality').rows.map(({ mean }) => mean)).toEqual([80.83, 80]);
    expect(dayMap(series, ALL_DATES, 'quality').rows[1]?.mean).toBe(65);
  });

  test('months are those with data; columns of a month are labelled by day, of all dates by month', () => {
    expect(monthsOf(series)).toEqual(['2013-09', '2013-10']);
    expect(dayMap(series, '2013-10', 'quality').columns.map(({ label }) => label)).toEqual(['7', '8']);
    expect(dayMap(series, ALL_DATES, 'quality').columns.map(({ label }) => label)).toEqual(['13-09', '13-10', '']);
  });

  test('a place leads to its series and day, and back', () => {
    const map = dayMap(series, '2013-10', 'coverage');
    const place = map.placeOf('bars/1s/IBM/lean', '2013-10-08');
    expect(place).toEqual({ row: 1, column: 1 });
    expect([map.seriesAt({ row: 1, column: 1 })?.symbol, map.dayAt({ row: 1, column: 0 })]).toEqual(['IBM', undefined]);
  });
});

describe('hour by minute', () => {
  const open = at('2013-10-07T13:30:00Z');
  const minute = (index: number, missing = 0, short = 0): QualityCell => ({
    ...counts,
    from: micros(open + index * MICROS_PER_MINUTE),
    to: micros(open + (index + 1) * MICROS_PER_MINUTE),
    present: 60 - missing,
    missing,
    short,
    quality: ((60 - missing) / 60) * 100,
  });
  const zone = zoneTime('America/New_York');

  test('rows are wall hours; minutes before the open are not there, those ahead of the clock begin at its minute', () => {
    const cells = Array.from({ length: 90 }, (_, index) => minute(index, index === 31 ? 30 : 0, index === 31 ? 1 : 0));
    const map = hourMinuteMap('SPY', cells, (time) => zone.wall(time));
    expect(map.rows.map(({ label }) => label)).toEqual(['09:00', '10:00']);
    expect([map.rows[0]?.cells[29], map.rows[0]?.cells[30]?.name]).toEqual([undefined, 'SPY 09:30 quality 100.0 %']);
    expect(map.rows[1]?.cells[1]).toEqual({
      name: 'SPY 10:01 quality 50.0 %',
      value: 50,
      isShort: true,
    });
    const clock = micros(open + 60 * MICROS_PER_MINUTE);
    expect([map.aheadFrom(clock), map.aheadFrom(micros(open - 1))]).toEqual([
      { row: 1, column: 30 },
      { row: 0, column: 30 },
    ]);
    expect(map.aheadFrom(micros(open + 90 * MICROS_PER_MINUTE))).toBeUndefined();
    expect(map.placeOf(micros(open + 31 * MICROS_PER_MINUTE + 5))).toEqual({ row: 1, column: 1 });
    expect(map.rows[1]?.mean).toBeCloseTo(((60 * 60 - 30) / (60 * 60)) * 100, 9);
  });
});

describe('cursor of a map', () => {
  const row = (...values: (number | undefined)[]): HeatRow => ({
    key: String(values),
    label: '',
    mean: undefined,
    cells: values.map((value) => (value === undefined ? undefined : { name: '', value })),
  });
  const rows = [row(undefined, 1, 2, 3), row(1, undefined, undefined, 4)];

  test('arrows go to the next cell that exists and stop at the edge', () => {
    expect(firstPlace(rows)).toEqual({ row: 0, column: 1 });
    expect(moveCursor(rows, { row: 1, column: 0 }, 'ArrowRight')).toEqual({ row: 1, column: 3 });
    expect(moveCursor(rows, { row: 0, column: 1 }, 'ArrowLeft')).toBeUndefined();
    expect(moveCursor(rows, { row: 0, column: 2 }, 'ArrowDown')).toBeUndefined();
    expect(moveCursor(rows, { row: 0, column: 1 }, 'End')).toEqual({ row: 0, column: 3 });
  });
});

describe('causes', () => {
  const gap = (from: string, slots: number, more = {}) => ({
    from: at(from),
    to: micros(at(from) + slots * 1e6),
    slots,
    state: 'missing' as const,
    ...more,
  });
  const gaps = [
    gap('2013-10-07T14:00:10Z', 3),
    gap('2013-10-07T14:00:40Z', 9, { state: 'short', volumeDifference: 1_336 }),
    gap('2013-10-07T15:00:00Z', 90),
  ];

  test('a cell names its longest gap and what is known of it', () => {
    const from = at('2013-10-07T14:00:00Z');
    const touching = gapsWithin(gaps, from, from + MICROS_PER_MINUTE);
    expect(touching.map(({ slots }) => slots)).toEqual([9, 3]);
    expect(causeLines({ evidence: [] } as unknown as SessionDetail, touching, zoneTime('America/New_York'))).toEqual([
      '9 in one span 10:00:40–10:00:49:',
      '1m bars hold 1,336 more volume than the 1s bars',
    ]);
  });

  test('counts leave out what did not happen', () => {
    expect(countLines(counts)).toEqual(['expected 60, present 37', 'verified empty 0, missing 23']);
    expect(countLines({ ...counts, filled: 2, short: 1 }).at(-1)).toBe('filled 2, short 1 minute');
  });
});

describe('quality store', () => {
  const detail = (date: string): SessionDetail =>
    ({
      session: { ...day(date, 90), gaps: [] },
      timeZone: 'America/New_York',
      hours: [],
      minutes: [],
      gaps: [],
      evidence: [],
    }) as unknown as SessionDetail;

  test('at first the latest day of the first series is shown', async () => {
    const client = new FakeClient({
      'quality.days': () => [days('SPY', day('2013-10-07', 90), day('2013-11-08', 91))],
      'quality.session': ({ date }) => detail(date),
    });
    const store = createQualityStore(client, createNoticesStore());
    await store.getState().refresh();
    expect([store.getState().period, store.getState().day?.date, store.getState().detail?.session.date]).toEqual([
      'all',
      '2013-11-08',
      '2013-11-08',
    ]);
  });

  test('the latest choice wins, whatever order answers come in', async () => {
    const slow = deferred<SessionDetail>();
    const client = new FakeClient({
      'quality.session': ({ date }) => (date === '2013-10-07' ? slow.promise : detail(date)),
    });
    const store = createQualityStore(client, createNoticesStore());
    const seriesId = 'bars/1s/SPY/lean';
    const first = store.getState().chooseDay({ seriesId, date: '2013-10-07' as SessionDate });
    await store.getState().chooseDay({ seriesId, date: '2013-10-08' as SessionDate });
    slow.resolve(detail('2013-10-07'));
    await first;
    expect(store.getState().detail?.session.date).toBe('2013-10-08');
  });

  test('a minute comes with its neighbours inside the session', async () => {
    const from = at('2013-10-07T13:30:00Z');
    const cells = [0, 1, 2].map((index) => ({ from: from + index * MICROS_PER_MINUTE }));
    const client = new FakeClient({
      'quality.session': ({ date }) => ({ ...detail(date), minutes: cells }) as unknown as SessionDetail,
      'quality.minute': ({ minute }) => ({ from: minute, states: [], causes: [], counts, volume: 0 }),
    });
    const store = createQualityStore(client, createNoticesStore());
    await store.getState().chooseDay({ seriesId: 's', date: '2013-10-07' as SessionDate });
    await store.getState().chooseMinute(micros(from + 5));
    expect(store.getState().minute?.details.map((one) => (one.from - from) / MICROS_PER_MINUTE)).toEqual([0, 1]);
  });

  test('a changed day is taken into the map and asked for anew where it is open', async () => {
    const client = new FakeClient({
      'quality.days': () => [days('SPY', day('2013-10-07', 90))],
      'quality.session': ({ date }) => detail(date),
    });
    const store = createQualityStore(client, createNoticesStore());
    await store.getState().refresh();
    client.emit('quality.changed', {
      seriesId: 'bars/1s/SPY/lean',
      days: [day('2013-10-07', 99), day('2013-10-04', 95)],
    });
    expect(store.getState().series?.[0]?.days.map(({ date, quality }) => [date, quality])).toEqual([
      ['2013-10-04', 95],
      ['2013-10-07', 99],
    ]);
    expect(client.argsOf('quality.session')).toHaveLength(2);
  });
});
