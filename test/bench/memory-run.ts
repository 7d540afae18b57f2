import { deriveBars } from '../../electron/engine/derive/cascade.ts';
import { sliceBars } from '../../electron/engine/derive/derived-columns.ts';
import { sessionSpans } from '../../shared/market/calendar/slots.ts';
import { lowerBound, type QuoteColumns } from '../../shared/market/columns.ts';
import { ONE_SECOND, type Interval } from '../../shared/market/interval.ts';
import { SLOT_PRESENT } from '../../shared/quality/quality.ts';
import type { BarStreamBlock, QuoteStreamBlock, SessionBlock } from '../../shared/session/block.ts';
import type { PlannedSession, PlannedStream, RunPlan } from '../../shared/session/plan.ts';
import { benchMonth, benchSessions } from './bench-data.ts';

export const DERIVED = ['1m', '5m'] as Interval[];

export interface MemoryRun {
  readonly plan: RunPlan;
  readonly blocks: readonly SessionBlock[];
}

/** The bench month as a run in memory: per symbol 1s bars and quotes, blocks made without a store. */
export function memoryRun(): MemoryRun {
  return runOf(benchMonth(), true);
}

/** The 1s bars of its first symbol alone. */
export function barRun(): MemoryRun {
  return runOf(benchMonth().slice(0, 1), false);
}

function runOf(symbols: ReturnType<typeof benchMonth>, hasQuotes: boolean): MemoryRun {
  const sessions = benchSessions().map((session, index): PlannedSession => {
    const { date, open, close, isEarlyClose } = session;
    return { index, date, open, close, isEarlyClose, spans: sessionSpans(session, 'regular'), anchor: open };
  });
  const common = { source: 'bench', priceScale: 2 };
  const streams = symbols.flatMap(({ symbol, seconds, quotes }): PlannedStream[] => {
    const planned = { ...common, symbol, calendar: 'us-equities', timeZone: 'America/New_York' };
    const ofBars: PlannedStream = { ...planned, type: 'bars', interval: ONE_SECOND, rows: seconds.time.length };
    const ofQuotes: PlannedStream = { ...planned, type: 'quotes', sampled: 'event', rows: quotes.time.length };
    return hasQuotes ? [ofBars, ofQuotes] : [ofBars];
  });
  const blocks = sessions.map((session): SessionBlock => {
    const parts = symbols.map(({ symbol, seconds, quotes }) => {
      const bars: BarStreamBlock = {
        ...common,
        kind: 'bars',
        symbol,
        interval: ONE_SECOND,
        columns: sliceBars(seconds, lowerBound(seconds.time, session.open), lowerBound(seconds.time, session.close)),
        digest: '',
      };
      return {
        bars,
        quotes: {
          ...common,
          kind: 'quotes' as const,
          symbol,
          sampled: 'event' as const,
          digest: '',
          ...quotesOf(quotes, session),
        },
      };
    });
    return {
      ...session,
      streams: parts.flatMap(({ bars, quotes }): (BarStreamBlock | QuoteStreamBlock)[] =>
        hasQuotes ? [bars, quotes] : [bars],
      ),
      symbols: parts.map(({ bars }, index) => {
        const expected = bars.columns.time.length;
        return {
          symbol: bars.symbol,
          stream: hasQuotes ? index * 2 : index,
          derived: deriveBars({ base: bars.columns, baseInterval: ONE_SECOND, intervals: DERIVED, grid: session }),
          quality: { expected, present: expected, verifiedEmpty: 0, missing: 0, filled: 0, short: 0 },
          slots: new Uint8Array(expected).fill(SLOT_PRESENT),
          shortMinutes: new Uint8Array(390),
          history: [],
        };
      }),
    };
  });
  const plan = {
    config: {} as RunPlan['config'],
    streams,
    sessions,
    derivedIntervals: DERIVED,
    historicalIntervals: [],
    remarks: [],
  };
  return { plan, blocks };
}

function quotesOf(quotes: QuoteColumns, { open, close }: PlannedSession): Pick<QuoteStreamBlock, 'columns' | 'first'> {
  const from = lowerBound(quotes.time, open);
  const to = lowerBound(quotes.time, close);
  const first = from > 0 ? 1 : 0;
  const rows = (column: Float64Array): Float64Array => column.subarray(from - first, to);
  const { time, bid, ask, bidSize, askSize } = quotes;
  return {
    columns: { time: rows(time), bid: rows(bid), ask: rows(ask), bidSize: rows(bidSize), askSize: rows(askSize) },
    first,
  };
}
