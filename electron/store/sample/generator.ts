import { deriveBars } from '../../engine/derive/cascade.ts';
import { sliceBars } from '../../engine/derive/derived-columns.ts';
import { lowerBound, type BarColumns, type QuoteColumns } from '../../../shared/market/columns.ts';
import { ONE_MINUTE, ONE_SECOND } from '../../../shared/market/interval.ts';
import { MICROS_PER_SECOND } from '../../../shared/market/time.ts';
import type { TradingSession } from '../../../shared/market/calendar/calendar.ts';
import { sessionSpans } from '../../../shared/market/calendar/slots.ts';
import { ensure } from '../../../shared/lang/invariant.ts';
import { barRows, MarketPath, quoteRows } from './market-path.ts';
import { planLosses, withoutLost, type PlantedLoss } from './losses.ts';
import type { SampleProfile } from './profiles.ts';
import { Random } from './random.ts';

export interface SampleSpec {
  readonly profiles: readonly SampleProfile[];
  /** Ascending, without breaks. */
  readonly sessions: readonly TradingSession[];
  readonly seed: number;
  /** Plants losses for quality to find. */
  readonly withLosses: boolean;
  readonly withQuotes: boolean;
}

/** Made-up market data of one symbol, sessions one after the other. Prices are exact in cents, volumes whole. */
export interface SampleSymbol {
  readonly symbol: string;
  readonly seconds: BarColumns;
  /** Roll-ups of all seconds, the lost ones included: so that the volumes tell which empty second was quiet and which was lost (S13). */
  readonly minutes: BarColumns;
  /** Every change, stamped to the microsecond; empty without `withQuotes`. */
  readonly quotes: QuoteColumns;
  readonly losses: readonly PlantedLoss[];
}

/** Makes market data, one symbol at a time. The same spec gives the same values on every machine; a symbol's values do not depend
 * on which others are made. */
export function* generateSample(spec: SampleSpec): Generator<SampleSymbol> {
  for (const profile of spec.profiles) yield makeSymbol(spec, profile);
}

function makeSymbol(spec: SampleSpec, profile: SampleProfile): SampleSymbol {
  const path = new MarketPath(profile, new Random(spec.seed, profile.symbol));
  const fate = new Random(spec.seed, `${profile.symbol} losses`);
  const seconds = spec.sessions.reduce((sum, { open, close }) => sum + (close - open) / MICROS_PER_SECOND, 0);
  const bars = barRows(Math.ceil(seconds * profile.activity * 1.05));
  const quotes = quoteRows(spec.withQuotes ? Math.ceil(seconds * profile.quotes * 1.05) : 0);
  const losses: PlantedLoss[] = [];
  for (const session of spec.sessions) {
    path.walk(session, bars, spec.withQuotes ? quotes : undefined);
    if (spec.withLosses) losses.push(...planLosses(profile.symbol, session, fate));
  }
  const all: BarColumns = { ...bars.columns(), flags: new Uint8Array(bars.rows) };
  return {
    symbol: profile.symbol,
    seconds: withoutLost(
      all,
      losses.filter(({ interval }) => interval === '1s'),
    ),
    minutes: withoutLost(
      rollToMinutes(all, spec.sessions),
      losses.filter(({ interval }) => interval === '1m'),
    ),
    quotes: quotes.columns(),
    losses,
  };
}

function rollToMinutes(seconds: BarColumns, sessions: readonly TradingSession[]): BarColumns {
  const parts = sessions.map((session) => {
    const from = lowerBound(seconds.time, session.open);
    const to = lowerBound(seconds.time, session.close);
    const base = sliceBars(seconds, from, to);
    const grid = { anchor: session.open, spans: sessionSpans(session, 'regular') };
    return ensure(deriveBars({ base, baseInterval: ONE_SECOND, intervals: [ONE_MINUTE], grid })[0], '1m bars').columns;
  });
  const join = (pick: (columns: BarColumns) => Float64Array): Float64Array => {
    const out = new Float64Array(parts.reduce((rows, { time }) => rows + time.length, 0));
    let at = 0;
    for (const part of parts) {
      out.set(pick(part), at);
      at += part.time.length;
    }
    return out;
  };
  const time = join((columns) => columns.time);
  return {
    time,
    open: join((columns) => columns.open),
    high: join((columns) => columns.high),
    low: join((columns) => columns.low),
    close: join((columns) => columns.close),
    volume: join((columns) => columns.volume),
    flags: new Uint8Array(time.length),
  };
}
