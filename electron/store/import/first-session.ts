import type { Calendar, TradingSession } from '../../../shared/market/calendar/calendar.ts';
import { addDays, MICROS_PER_DAY, MICROS_PER_MINUTE, micros } from '../../../shared/market/time.ts';
import type { FirstSession } from '../../../shared/store/import.ts';
import type { Database } from './database.ts';
import { mappedRows, type Mapping } from './mapping.ts';
import type { RawTable } from './raw-table.ts';

const CLOSES: Readonly<Record<Mapping['kind'], { readonly price: string; readonly size: string }>> = {
  bars: { price: 'close', size: 'volume' },
  quotes: { price: 'coalesce(bid, ask)', size: '0' },
  trades: { price: 'price', size: 'size' },
};
const DAYS_TO_LOOK = 10;
const MAX_ROWS = 200_000;

/** The first session that has a row inside its hours, one point a minute, for the dialog's chart. `undefined` when there is none. */
export async function firstSession(
  database: Database,
  raw: RawTable,
  mapping: Mapping,
  calendar: Calendar,
): Promise<FirstSession | undefined> {
  const span = {
    from: mapping.firstStamp - 2 * MICROS_PER_DAY,
    to: mapping.firstStamp + DAYS_TO_LOOK * MICROS_PER_DAY,
  };
  const [part] = await database.rows<{ low: number | null; high: number | null }>(
    `SELECT min(rowid)::DOUBLE AS low, max(rowid)::DOUBLE AS high FROM stamps WHERE t BETWEEN ${span.from} AND ${span.to}`,
  );
  if (part === undefined || part.low === null || part.high === null) return undefined;
  const { price, size } = CLOSES[mapping.kind];
  const window = `(SELECT * FROM raw WHERE _row BETWEEN ${part.low} AND ${Math.min(part.high, part.low + MAX_ROWS)})`;
  const rows = mappedRows(raw, mapping, window);
  const [minutes = [], closes = [], volumes = [], counts = []] = (await database.columns(
    `SELECT (t // ${MICROS_PER_MINUTE})::DOUBLE AS m, arg_max((${price})::DOUBLE, (t, _row)), sum((${size})::DOUBLE), count(*)::DOUBLE
     FROM (${rows}) WHERE reason IS NULL AND s = (SELECT min(s) FROM (${rows}) WHERE reason IS NULL) GROUP BY m ORDER BY m`,
  )) as readonly (readonly (number | null)[])[];
  const times = minutes.map((minute) => Number(minute) * MICROS_PER_MINUTE);
  const session = sessionWithRows(calendar, times);
  if (session === undefined) return undefined;
  const shown = times.flatMap((time, index) =>
    time >= session.extendedOpen && time < session.extendedClose ? [index] : [],
  );
  const sum = (from: number, to: number): number =>
    shown.reduce(
      (total, index) =>
        total + ((times[index] as number) >= from && (times[index] as number) < to ? Number(counts[index]) : 0),
      0,
    );
  return {
    date: session.date,
    open: session.open / 1e6,
    close: session.close / 1e6,
    times: shown.map((index) => (times[index] as number) / 1e6),
    closes: shown.map((index) => Number(closes[index])),
    volumes: shown.map((index) => Number(volumes[index] ?? 0)),
    before: sum(session.extendedOpen, session.open),
    inside: sum(session.open, session.close),
    after: sum(session.close, session.extendedClose),
  };
}

function sessionWithRows(calendar: Calendar, times: readonly number[]): TradingSession | undefined {
  const [first] = times;
  if (first === undefined) return undefined;
  const from = addDays(calendar.dateAt(micros(first)), -1);
  const { coverage } = calendar;
  const end = addDays(from, DAYS_TO_LOOK + 2);
  if (from < coverage.from || end > coverage.to) return undefined;
  return calendar.sessions(from, end).find(({ open, close }) => times.some((time) => time >= open && time < close));
}
