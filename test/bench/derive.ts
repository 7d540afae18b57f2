import { deriveBars } from '../../electron/engine/derive/cascade.ts';
import { sliceBars } from '../../electron/engine/derive/derived-columns.ts';
import { openDuckDb } from '../../electron/store/duckdb.ts';
import { sessionSpans } from '../../shared/market/calendar/slots.ts';
import { lowerBound } from '../../shared/market/columns.ts';
import { type Interval, ONE_SECOND, intervalMicros } from '../../shared/market/interval.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import { benchMonth, benchSessions } from './bench-data.ts';
import { type Figures, medianMs } from './figure.ts';

const INTERVALS = ['1m', '5m', '15m', '30m', '1h', '4h'] as Interval[];

/** 1s bars to six intervals, against DuckDB's SQL on one symbol's rows in a table of its own memory. */
export async function deriveFigures(): Promise<Figures> {
  const symbols = benchMonth();
  const grids = benchSessions().map((session) => ({
    anchor: session.open,
    spans: sessionSpans(session, 'regular'),
    session,
  }));
  const sessions = symbols.flatMap(({ seconds }) =>
    grids.map(({ session, ...grid }) => ({
      grid,
      base: sliceBars(seconds, lowerBound(seconds.time, session.open), lowerBound(seconds.time, session.close)),
    })),
  );
  const rows = symbols.reduce((sum, { seconds }) => sum + seconds.time.length, 0);
  const ms = await medianMs(() => {
    for (const { grid, base } of sessions) deriveBars({ base, baseInterval: ONE_SECOND, intervals: INTERVALS, grid });
  }, 9);
  const ours = (rows / ms) * 1_000;
  return { 'derive.rowsPerSecond': { value: ours, unit: 'rows/s', goal: 100e6, ratio: ours / (await duckDbRows()) } };
}

async function duckDbRows(): Promise<number> {
  const { seconds } = ensure(benchMonth()[0], 'a symbol');
  const db = await openDuckDb({ allowed: [] });
  try {
    await db.run('CREATE TABLE bars (ts BIGINT, open DOUBLE, high DOUBLE, low DOUBLE, close DOUBLE, volume DOUBLE)');
    const appender = await db.connection().createAppender('bars');
    for (let row = 0; row < seconds.time.length; row++) {
      appender.appendBigInt(BigInt(seconds.time[row] as number));
      for (const column of [seconds.open, seconds.high, seconds.low, seconds.close, seconds.volume]) {
        appender.appendDouble(column[row] as number);
      }
      appender.endRow();
    }
    appender.closeSync();
    const ms = await medianMs(async () => {
      for (const interval of INTERVALS) {
        await db.stream(
          `SELECT ts // ${intervalMicros(interval)} AS bucket, arg_min(open, ts), max(high), min(low), arg_max(close, ts), sum(volume)
           FROM bars GROUP BY bucket ORDER BY bucket`,
          () => undefined,
        );
      }
    });
    return (seconds.time.length / ms) * 1_000;
  } finally {
    await db.close();
  }
}
