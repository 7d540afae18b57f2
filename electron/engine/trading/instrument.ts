import { AppError } from '../../../shared/lang/app-error.ts';
import { scaleOf } from '../../../shared/market/price.ts';
import type { PlannedStream, RunPlan } from '../../../shared/session/plan.ts';
import type { TradingConfig } from '../../../shared/session/trading-config.ts';

/** What decides how orders of one symbol are filled and valued. */
export interface Instrument {
  readonly symbol: string;
  /** Its place among the run's instruments. */
  readonly index: number;
  readonly priceScale: number;
  readonly priceIncrement: number;
  readonly lotSize: number;
  readonly multiplier: number;
  /** What fills its orders (F3): quotes where the session streams them and the configuration does not say otherwise, else base
   * bars, else trades. */
  readonly fillsOn: 'quotes' | 'bars' | 'trades';
  readonly hasBars: boolean;
  /** Sessions of a year, for yearly rates (S22). */
  readonly sessionsPerYear: number;
}

/** One instrument a symbol of the run, in order of first appearance. Throws `bad-config` where `fills.market` asks for quotes that a
 * symbol does not have. */
export function instrumentsOf(plan: Pick<RunPlan, 'streams'>, config: TradingConfig): readonly Instrument[] {
  const symbols = [...new Set(plan.streams.map(({ symbol }) => symbol))];
  return symbols.map((symbol, index) => {
    const streams = plan.streams.filter((stream) => stream.symbol === symbol);
    const has = (type: PlannedStream['type']): boolean => streams.some((stream) => stream.type === type);
    const own = config.instruments[symbol];
    const { calendar = '', priceScale = 2 } = streams[0] ?? {};
    const sizeScale = Math.max(0, ...streams.map((stream) => stream.sizeScale ?? 0));
    return {
      symbol,
      index,
      priceScale: Math.max(priceScale, ...streams.map((stream) => stream.priceScale)),
      priceIncrement: own?.priceIncrement ?? defaultIncrement(calendar, priceScale),
      lotSize: own?.lotSize ?? Number(`1e-${sizeScale}`),
      multiplier: own?.multiplier ?? 1,
      fillsOn: fillsOn(symbol, config.fills.market, has),
      hasBars: has('bars'),
      sessionsPerYear: calendar === '24x7' ? 365 : 252,
    };
  });
}

/** US equities quote in cents from one dollar on, however many places a recording keeps; elsewhere the price scale is the best guess. */
function defaultIncrement(calendar: string, priceScale: number): number {
  return Number(`1e-${calendar === 'us-equities' ? Math.min(2, priceScale) : priceScale}`);
}

function fillsOn(
  symbol: string,
  wanted: TradingConfig['fills']['market'],
  has: (type: PlannedStream['type']) => boolean,
): Instrument['fillsOn'] {
  if (wanted === 'quote' && !has('quotes')) {
    throw new AppError(
      'bad-config',
      `fills.market is "quote", but the session streams no quotes of ${symbol}. Add the stream or leave out fills.market.`,
    );
  }
  if (has('quotes') && (wanted !== 'next-open' || !has('bars'))) return 'quotes';
  return has('bars') ? 'bars' : 'trades';
}

/** `quantity` rounded down to a multiple of the lot, as the exact decimal nearest to it. */
export function wholeLots(quantity: number, lotSize: number): number {
  const lots = Math.floor(quantity / lotSize + 1e-9);
  if (Number.isInteger(lotSize)) return lots * lotSize;
  return Number((lots * lotSize).toFixed(scaleOf(lotSize) ?? 9));
}
