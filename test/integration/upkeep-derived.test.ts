import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { join } from 'node:path';

import { openDuckDb, type DuckDb } from '../../electron/store/duckdb.ts';
import { sessionsUntil } from '../../electron/store/sample/sample-spec.ts';
import { readParquet } from '../../electron/store/sql.ts';
import { BlockLoader } from '../../electron/upkeep/load-block.ts';
import { planRun } from '../../electron/upkeep/plan-run.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import { calendarById } from '../../shared/market/calendar/calendars.ts';
import type { DerivedColumns } from '../../shared/market/columns.ts';
import { weekday, type SessionDate } from '../../shared/market/time.ts';
import { parseSessionConfig } from '../../shared/session/parse-config.ts';
import type { PlannedSession, RunPlan } from '../../shared/session/plan.ts';
import { sampleStore, smallSpec, type SampleStore } from '../support/sample-store.ts';

const INTERVALS = ['10s', '1m', '90s', '2m', '5m', '1h', '4h', '1d', '1w'];
const MICROS: Readonly<Record<string, number>> = {
  '10s': 10e6, '90s': 90e6, '1m': 60e6, '2m': 120e6, '5m': 300e6, '1h': 3_600e6, '4h': 14_400e6,
}; // prettier-ignore

/** Rows of bars as SQL gives them: bucket, open, high, low, close, volume, count. */
type Row = readonly number[];

describe.each([
  ['a half day', '2025-07-03', {}],
  ['a change to summer time', '2025-03-11', {}],
  ['sessions that start late and end early', '2025-07-03', { session: { start: '10:15', end: '15:05' } }],
  ['extended hours', '2025-07-03', { hours: 'extended' }],
  ['clock alignment', '2025-07-03', { alignment: 'clock' }],
])('bars that upkeep derives over %s', (_title, last, keys) => {
  let sample: SampleStore;
  let db: DuckDb;
  let plan: RunPlan;
  let table: string;
  beforeAll(async () => {
    const profiles = smallSpec().profiles.filter(({ symbol }) => symbol === 'IBM');
    const sessions = sessionsUntil(last as SessionDate, 3);
    sample = await sampleStore(smallSpec({ profiles, sessions, withQuotes: false }));
    const parsed = parseSessionConfig({
      session_name: 'derived',
      mode: 'backtest',
      data_streams: [{ type: 'bars', symbol: 'IBM', interval: '1s' }],
      session_data_config: { data_upkeep: { enabled: false, derived_intervals: INTERVALS } },
      ...keys,
    });
    if (!parsed.valid) throw new Error(JSON.stringify(parsed.problems));
    plan = await planRun(parsed.config, sample.store.reader, calendarById);
    db = await openDuckDb({ allowed: [sample.store.dataDir] });
    const key = { kind: 'bars', symbol: 'IBM', interval: '1s', source: 'sample' } as const;
    const files = sample.store.reader.files(key as never).map(({ path }) => join(sample.store.dataDir, path));
    table = readParquet(files);
  });
  afterAll(async () => {
    await db.close();
    await sample.remove();
  });

  /** Stored seconds of some sessions grouped by `bucket`, an expression of `t` in micros. */
  async function byBucket(sessions: readonly PlannedSession[], bucket: string): Promise<Row[]> {
    const inside = sessions.map(({ open, close }) => `(t >= ${open} AND t + 1000000 <= ${close})`).join(' OR ');
    const rows = await db.rows(
      `SELECT (${bucket})::DOUBLE AS bucket, arg_min(open, t)::DOUBLE, max(high)::DOUBLE, min(low)::DOUBLE, arg_max(close, t)::DOUBLE,
         sum(volume)::DOUBLE, count(*)::DOUBLE
       FROM (SELECT *, epoch_us(ts) AS t FROM ${table}) WHERE ${inside} GROUP BY bucket ORDER BY bucket`,
    );
    return rows as unknown as Row[];
  }

  const rowsOf = ({ time, open, high, low, close, volume, present }: DerivedColumns): Row[] =>
    Array.from(time, (_, row) =>
      [time, open, high, low, close, volume, present].map((column) => column[row] as number),
    );

  it('equal what SQL makes of the stored seconds, in every interval, the week over its sessions', async () => {
    const loader = new BlockLoader(plan, sample.store.reader);
    const played: PlannedSession[] = [];
    for (const session of plan.sessions) {
      played.push(session);
      const block = await loader.load(session.index);
      const derived = ensure(block.symbols[0], 'IBM').derived;
      expect(derived.map(({ interval }) => interval)).toEqual(INTERVALS);
      for (const { interval, columns } of derived) {
        const length = MICROS[interval];
        if (length !== undefined) {
          // Under clock alignment a first bar that is cut by the session's open is stamped with it.
          const bucket = `greatest(${session.open}, ${session.anchor} + (t - ${session.anchor}) // ${length} * ${length})`;
          expect(rowsOf(columns), `${session.date} ${interval}`).toEqual(await byBucket([session], bucket));
        } else if (interval === '1d') {
          expect(rowsOf(columns).map((row) => row.slice(1))).toEqual(
            (await byBucket([session], '0')).map((row) => row.slice(1)),
          );
        } else {
          const monday = (date: SessionDate): number => Date.parse(date) / 86_400_000 - weekday(date);
          const week = played.filter(({ date }) => monday(date) === monday(session.date));
          const expected = session.endsWeek === true ? await byBucket(week, '0') : [];
          expect(rowsOf(columns).map((row) => row.slice(1))).toEqual(expected.map((row) => row.slice(1)));
        }
      }
    }
  });

  it('expect as many seconds as lie in each bar, and are complete only where none is missing', async () => {
    const loader = new BlockLoader(plan, sample.store.reader);
    for (const session of plan.sessions) {
      const { derived, slots } = ensure((await loader.load(session.index)).symbols[0], 'IBM');
      expect(slots.length).toBe((session.close - session.open) / 1e6);
      for (const { interval, columns } of derived.filter(({ interval: one }) => MICROS[one] !== undefined)) {
        const length = MICROS[interval] ?? 0;
        const expected = Array.from(columns.time, (time) => {
          const end = session.anchor + (Math.floor((time - session.anchor) / length) + 1) * length;
          const to = Math.min(end, session.close);
          const own = slots.subarray((time - session.open) / 1e6, (to - session.open) / 1e6);
          return [to, own.length, Number(!own.includes(0))];
        });
        const { known, complete, expected: seconds } = columns;
        const found = Array.from(known, (at, row) => [at, seconds[row], complete[row]]);
        expect(found, `${session.date} ${interval}`).toEqual(expected);
      }
    }
  });
});
