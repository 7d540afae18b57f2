import { ensure } from '../../shared/lang/invariant.ts';
import { AppError } from '../../shared/lang/app-error.ts';
import type { BarColumns, DerivedColumns } from '../../shared/market/columns.ts';
import {
  intervalMicros,
  isBaseInterval,
  isSessionInterval,
  type BaseInterval,
  type Interval,
} from '../../shared/market/interval.ts';
import type { Hours } from '../../shared/market/calendar/slots.ts';
import type { SessionConfig } from '../../shared/session/config.ts';
import { derivedProblem } from '../../shared/session/derived-intervals.ts';
import type { PlannedSession } from '../../shared/session/plan.ts';
import type { StoreReader } from '../store/reader.ts';
import { BlockLoader } from './load-block.ts';
import { planDates, type DateOptions } from './plan-dates.ts';
import type { FindCalendar } from './plan-run.ts';

export interface BarsQuery extends DateOptions {
  readonly symbol: string;
  readonly interval: Interval;
  readonly source?: string;
  readonly hours?: Hours;
}

/** Bars of one session, as a run with these bars would play them. */
export interface SessionBars {
  readonly session: PlannedSession;
  readonly priceScale: number;
  readonly columns: BarColumns | DerivedColumns;
}

/** Loads bars of any interval session by session: a stored base as it is, another interval derived from the finest stored base that makes
 * it (S7, S9, S12). Nothing is filled. Throws `not-found` where no stored base does. */
export async function* sessionBars(
  query: BarsQuery,
  reader: StoreReader,
  findCalendar: FindCalendar,
): AsyncGenerator<SessionBars> {
  const { symbol, interval } = query;
  const base = baseFor(query, reader);
  const { plan } = await planDates(configFor(query, base), query, reader, findCalendar);
  const loader = new BlockLoader(plan, reader);
  for (const session of plan.sessions) {
    const block = await loader.load(session.index);
    const stream = ensure(block.streams[0], 'the bars stream');
    const derived = block.symbols.find((it) => it.symbol === symbol)?.derived.find((it) => it.interval === interval);
    const columns = interval === base ? (stream.columns as BarColumns) : ensure(derived, `${interval} bars`).columns;
    yield { session, priceScale: stream.priceScale, columns };
  }
}

function baseFor({ symbol, interval, source }: BarsQuery, reader: StoreReader): BaseInterval {
  const stored = reader
    .series()
    .filter(
      ({ key }) => key.kind === 'bars' && key.symbol === symbol && (source === undefined || key.source === source),
    );
  const bases = [...new Set(stored.map(({ key }) => key.interval))]
    .filter((it) => it !== undefined)
    .filter(isBaseInterval);
  const exact = bases.find((base) => base === interval);
  if (exact !== undefined) return exact;
  const making = bases.filter(
    (base) => isSessionInterval(interval) || intervalMicros(interval) % intervalMicros(base) === 0,
  );
  const base = making.toSorted((a, b) => intervalMicros(a) - intervalMicros(b))[0];
  const problem = derivedProblem(interval, bases);
  if (base !== undefined && problem === undefined) return base;
  const has = stored.map(({ key }) => `${key.interval} of ${key.source}`).join(', ');
  const of = source === undefined ? symbol : `${symbol} of ${source}`;
  throw new AppError(
    'not-found',
    bases.length === 0
      ? `No 1s or 1m bars of ${of} are stored${has === '' ? '' : `, only ${has}`}. Import some, or name another source.`
      : (problem ?? `${interval} bars cannot be made of ${has}.`),
    { details: { symbol, interval } },
  );
}

function configFor({ symbol, interval, source, hours = 'regular' }: BarsQuery, base: BaseInterval): SessionConfig {
  return {
    sessionName: `bars of ${symbol}`,
    mode: 'backtest',
    streams: [{ type: 'bars', symbol, interval: base, ...(source === undefined ? {} : { source }) }],
    hours,
    alignment: 'session',
    seed: 1,
    upkeep: {
      enabled: false,
      derivedIntervals: interval === base ? [] : [interval],
      checkIntervalSeconds: 60,
      retryMissingBars: false,
    },
    historical: { trailingDays: 0, intervals: [] },
  };
}
