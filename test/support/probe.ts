import { type BarView, barAt } from '../../electron/engine/bar-view.ts';
import type { Engine } from '../../electron/engine/engine.ts';
import type { SymbolData } from '../../electron/engine/symbol-data.ts';
import type { Micros } from '../../shared/market/time.ts';

/** Everything that session data show at this moment, through every accessor, as plain values. */
export function probe(engine: Engine): unknown[] {
  return engine.data.symbols.map((data) => [
    data.symbol,
    ...data.intervals.map((interval) => [
      interval,
      data.barCount(interval),
      bars(data.lastBars(50, interval)),
      bars(data.barsSince(engine.session.open, interval)),
      { ...data.formingBar(interval) },
    ]),
    latest(data),
    metrics(data),
    quotes(data, engine.session.open),
    trades(data, engine.session.open),
    data.quality(),
    data.previousClose(),
  ]);
}

function bars(view: BarView): unknown[] {
  return Array.from({ length: view.length }, (_, index) => [
    barAt(view, index),
    view.expected(index),
    view.present(index),
    view.isComplete(index),
    view.isFilled(index),
  ]);
}

function latest(data: SymbolData): unknown[] {
  return data.intervals.map((interval) => {
    const bar = data.latestBar(interval);
    return bar && [bar.time, bar.open, bar.high, bar.low, bar.close, bar.volume, bar.expected, bar.present];
  });
}

function metrics(data: SymbolData): unknown {
  const { volume, high, low, lastUpdate, isUpdated } = data.sessionMetrics();
  return { volume, high, low, lastUpdate, isUpdated };
}

function quotes(data: SymbolData, open: Micros): unknown {
  const quote = data.latestQuote();
  const last = data.lastQuotes(20);
  const since = data.quotesSince(open);
  return [
    quote && [quote.time, quote.known, quote.bid, quote.ask, quote.bidSize, quote.askSize],
    last && Array.from({ length: last.length }, (_, index) => last.at(index)),
    since && Array.from({ length: since.length }, (_, index) => since.at(index)),
    data.quoteCount(),
  ];
}

function trades(data: SymbolData, open: Micros): unknown {
  const last = data.lastTrades(20);
  const since = data.tradesSince(open);
  return [
    data.latestTrade(),
    last && Array.from({ length: last.length }, (_, index) => [last.at(index), last.side(index)]),
    since?.length,
  ];
}
