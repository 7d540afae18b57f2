import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { deriveBars } from '../../electron/engine/derive/cascade.ts';
import { openDuckDb, type DuckDb } from '../../electron/store/duckdb.ts';
import { readParquet, sqlInstant } from '../../electron/store/sql.ts';
import { barsInside } from '../../electron/upkeep/session-rows.ts';
import { calendarById } from '../../shared/market/calendar/calendars.ts';
import type { TradingSession } from '../../shared/market/calendar/calendar.ts';
import { sessionSpans } from '../../shared/market/calendar/slots.ts';
import { intervalMicros, ONE_SECOND, type Interval } from '../../shared/market/interval.ts';
import type { SeriesKey } from '../../shared/market/series.ts';
import type { SessionDate } from '../../shared/market/time.ts';
import { realStore } from '../support/real-store.ts';
import { testData } from '../support/test-data.ts';

const data = testData();
const FILE = 'us_equity/1s/bars/IBM_1s_2013-10-07_2013-10-11.parquet';
const KEY: SeriesKey = { kind: 'bars', symbol: 'IBM', interval: ONE_SECOND, source: 'lean' };
const INTERVALS = ['10s', '1m', '90s', '5m', '15m', '30m', '1h', '4h'] as Interval[];

describe.skipIf(data === undefined)('bars derived from recorded 1s bars (skipped without the recorded data)', () => {
  let real: Awaited<ReturnType<typeof realStore>>;
  let db: DuckDb;
  beforeAll(async () => {
    real = await realStore(data ?? '', [FILE]);
    db = await openDuckDb({ allowed: [data ?? ''] });
  });
  afterAll(async () => {
    await db.close();
    await real.remove();
  });

  it('equal what SQL makes of the same file with arg_min and arg_max, in every interval of every session', async () => {
    const sessions = calendarById('us-equities')?.sessions('2013-10-07' as SessionDate, '2013-10-11' as SessionDate);
    expect(sessions).toHaveLength(5);
    for (const session of sessions as TradingSession[]) {
      const spans = sessionSpans(session, 'regular');
      const loaded = await real.store.reader.loadBars(KEY, { from: session.open, to: session.close });
      const base = barsInside(loaded, spans, intervalMicros(ONE_SECOND));
      const grid = { anchor: session.open, spans };
      const blocks = deriveBars({ base, baseInterval: ONE_SECOND, intervals: INTERVALS, grid, volumeScale: 0 });
      expect(blocks.map(({ interval }) => interval)).toEqual(INTERVALS);
      for (const { interval, columns } of blocks) {
        const length = intervalMicros(interval);
        const rows = await db.rows(
          `SELECT (${session.open} + (epoch_us(ts) - ${session.open}) // ${length} * ${length})::DOUBLE AS bucket,
             arg_min(open, ts)::DOUBLE, max(high)::DOUBLE, min(low)::DOUBLE, arg_max(close, ts)::DOUBLE, sum(volume)::DOUBLE, count(*)::DOUBLE
           FROM ${readParquet([join(data ?? '', FILE)])}
           WHERE ts >= ${sqlInstant(session.open)} AND ts < ${sqlInstant(session.close)} GROUP BY bucket ORDER BY bucket`,
        );
        const derived = Array.from(columns.time, (time, row) => [
          time,
          columns.open[row],
          columns.high[row],
          columns.low[row],
          columns.close[row],
          columns.volume[row],
          columns.present[row],
        ]);
        expect(derived, `${session.date} ${interval}`).toEqual(rows);
      }
    }
  });
});
