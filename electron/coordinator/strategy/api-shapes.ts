import type {
  BarEvent,
  Context,
  Orders,
  Portfolio,
  QuoteEvent,
  Random,
  Timers,
  TradeEvent,
} from '../../strategy/api/context.ts';
import type {
  Bar,
  Bars,
  FormingBar,
  Quote,
  Quotes,
  SessionMetrics,
  SessionReads,
  Trade,
  Trades,
} from '../../strategy/api/data.ts';
import type {
  AdxLines,
  Bands,
  Indicators,
  Line,
  MacdLines,
  OpeningRange,
  StochasticLines,
} from '../../strategy/api/indicators.ts';

/** How one member of an object of the strategy API is shown in a strategy's realm. `get` reads a property and `call` calls a method; what
 * comes back is a copy, or, with the name of a shape, an object of that shape which asks the engine's (`list`: a list of them). `at` calls a
 * method with one number, for reads in loops; `with` one with a number or an object that the strategy was given. */
export type MemberForm = 'get' | 'call' | 'at' | 'with' | `${'get' | 'call' | 'list'} ${string}`;

type Shape<Of> = Readonly<Record<keyof Of & string, MemberForm>>;

const LINES = 'get line';
const BAR: Shape<Bar> = {
  ...{ time: 'get', open: 'get', high: 'get', low: 'get', close: 'get', volume: 'get' },
  ...{ isFilled: 'get', expected: 'get', present: 'get', isComplete: 'get' },
};
const QUOTE: Shape<Quote> = { time: 'get', bid: 'get', ask: 'get', bidSize: 'get', askSize: 'get' };
const TRADE: Shape<Trade> = { time: 'get', price: 'get', size: 'get' };

/** Every object that a strategy is given, by the name of its shape: a member of the API that is missing here does not compile. */
export const API_SHAPES = {
  context: {
    ...{ data: 'get data', indicators: 'get indicators', orders: 'get orders', portfolio: 'get portfolio' },
    ...{ timers: 'get timers', random: 'get random', log: 'call', warn: 'call', plot: 'call' },
  } satisfies Shape<Context>,
  data: {
    ...{ clock: 'get', date: 'get', sessionStart: 'get', sessionEnd: 'get', symbols: 'get' },
    ...{ intervals: 'call', hasQuotes: 'call', hasTrades: 'call', barCount: 'call', sessionMetrics: 'call metrics' },
    ...{ latestBar: 'call bar', lastBars: 'call bars', barsSince: 'call bars', latestBars: 'list bar' },
    ...{ historicalBars: 'call bars', formingBar: 'call forming' },
    ...{ latestQuote: 'call quote', lastQuotes: 'call quotes', quotesSince: 'call quotes' },
    ...{ latestTrade: 'call trade', lastTrades: 'call trades', tradesSince: 'call trades' },
  } satisfies Shape<SessionReads>,
  bar: BAR,
  barEvent: { ...BAR, symbol: 'get', interval: 'get', isDerived: 'get' } satisfies Shape<BarEvent>,
  bars: {
    ...{ length: 'get', time: 'at', open: 'at', high: 'at', low: 'at', close: 'at', volume: 'at' },
    ...{ isFilled: 'at', isComplete: 'at' },
  } satisfies Shape<Bars>,
  forming: {
    ...{ time: 'get', open: 'get', high: 'get', low: 'get', close: 'get', volume: 'get', present: 'get' },
  } satisfies Shape<FormingBar>,
  metrics: { volume: 'get', high: 'get', low: 'get', lastUpdate: 'get' } satisfies Shape<SessionMetrics>,
  quote: QUOTE,
  quoteEvent: { ...QUOTE, symbol: 'get' } satisfies Shape<QuoteEvent>,
  quotes: { length: 'get', at: 'call quote', bid: 'at', ask: 'at' } satisfies Shape<Quotes>,
  trade: TRADE,
  tradeEvent: { ...TRADE, symbol: 'get' } satisfies Shape<TradeEvent>,
  trades: { length: 'get', at: 'call trade', price: 'at', size: 'at', side: 'at' } satisfies Shape<Trades>,
  indicators: {
    ...{ sma: 'call line', ema: 'call line', wma: 'call line', vwap: 'call line', rsi: 'call line', macd: 'call macd' },
    ...{ bollinger: 'call bands', keltner: 'call bands', atr: 'call line', adx: 'call adx', cvd: 'call line' },
    ...{ stochastic: 'call stochastic', openingRange: 'call range', standardDeviation: 'call line' },
    ...{ highest: 'call line', lowest: 'call line' },
  } satisfies Shape<Indicators>,
  line: { value: 'get', previous: 'get', isAbove: 'with' } satisfies Shape<Line>,
  bands: { upper: LINES, middle: LINES, lower: LINES } satisfies Shape<Bands>,
  macd: { macd: LINES, signal: LINES, histogram: LINES } satisfies Shape<MacdLines>,
  adx: { adx: LINES, plus: LINES, minus: LINES } satisfies Shape<AdxLines>,
  stochastic: { k: LINES, d: LINES } satisfies Shape<StochasticLines>,
  range: { high: 'get', low: 'get' } satisfies Shape<OpeningRange>,
  orders: {
    ...{ buy: 'call', sell: 'call', place: 'call', close: 'call', cancel: 'call', cancelAll: 'call' },
    ...{ open: 'call', get: 'call' },
  } satisfies Shape<Orders>,
  portfolio: {
    ...{ cash: 'get', equity: 'get', buyingPower: 'get', realisedProfit: 'get', openProfit: 'get', fees: 'get' },
    ...{ quantity: 'call', position: 'call', positions: 'get' },
  } satisfies Shape<Portfolio>,
  timers: { at: 'call', after: 'call', beforeClose: 'call', clear: 'call' } satisfies Shape<Timers>,
  random: { next: 'call', integer: 'call' } satisfies Shape<Random>,
} as const;

export type ShapeName = keyof typeof API_SHAPES;
