import type { BarSeries } from '../engine/bar-series.ts';
import type { Engine } from '../engine/engine.ts';
import type { RowSpan } from '../engine/past-bars.ts';
import { lowerBound } from '../../shared/market/columns.ts';
import type { CoordinatorRequest, CoordinatorResults } from '../../shared/session/coordinator-messages.ts';
import { intervalMicros } from '../../shared/market/interval.ts';
import { AppError } from '../../shared/lang/app-error.ts';
import { PACKED } from '../../shared/session/replay.ts';
import type { BlockCache } from './block-cache.ts';
import type { MissingSpans } from './missing-spans.ts';
import { ChartIndicators } from './chart-indicators.ts';
import { countRows, lastRows, packBars } from './packed-bars.ts';
import { packPlot, rowAfter } from './plot-rows.ts';
import { TradeDelta } from './trade-delta.ts';

type BarsRequest = Extract<CoordinatorRequest, { readonly type: 'bars' }>;

/** Closed bars as of the session clock that opened before a time, the newest `count` of them: what a chart shows when it is moved
 * to the left. Sessions whose base bars were not all kept are loaded again. `opens`
 * are the starts of the run's sessions. */
export async function olderBars(
  engine: Engine,
  blocks: BlockCache,
  missing: MissingSpans,
  opens: readonly number[],
  request: BarsRequest,
): Promise<CoordinatorResults['bars']> {
  const { symbol, interval, before, count, indicators = [] } = request;
  const { priming } = new ChartIndicators(indicators, interval, opens);
  const data = engine.data.symbol(symbol);
  const series = data.bars(interval);
  if (series === undefined)
    throw new AppError('bad-request', `${symbol} has no bars in this run, only quotes or trades.`);
  for (;;) {
    const found = collect(engine, blocks, series, { ...request, count: count + priming });
    if (found.awaited !== undefined) {
      await blocks.load(found.awaited);
      continue;
    }
    const bars = packBars(lastRows(found.spans, count));
    const from = bars[PACKED.time] ?? before;
    const to = Math.min(before, engine.clock);
    const gaps =
      data.baseInterval === interval ? missing.between(symbol, from, to, engine.session.index) : new Float64Array(0);
    const plots = (engine.trading?.records.plotColumns(symbol) ?? []).map((line) =>
      packPlot(line, rowAfter(line, from), to + 1, intervalMicros(interval)),
    );
    const delta = new TradeDelta(symbol, (index) => blocks.get(index));
    const deltaAt = delta.at.bind(delta);
    const lines = new ChartIndicators(indicators, interval, opens, deltaAt).feed(found.spans, from, !found.hasOlder);
    const rows = countRows(found.spans);
    return { bars, plots: [...plots, ...lines], hasOlder: rows > count || (rows === count && found.hasOlder), gaps };
  }
}

interface Collected {
  readonly spans: RowSpan[];
  readonly hasOlder: boolean;
  /** A session that must be loaded first. */
  readonly awaited?: number;
}

function collect(
  engine: Engine,
  blocks: BlockCache,
  series: BarSeries,
  { symbol, before, count }: BarsRequest,
): Collected {
  const spans: RowSpan[] = [];
  let left = count;
  for (let index = engine.session.index; index >= -1; index--) {
    const source = sourceOf(engine, blocks, series, symbol, index);
    if (source === 'absent') return { spans, hasOlder: true, awaited: index };
    if (source === undefined) continue;
    const to = lowerBound(source.columns.time, before, 0, source.to);
    if (to === 0) continue;
    if (left === 0) return { spans, hasOlder: true };
    const from = Math.max(0, to - left);
    spans.unshift({ columns: source.columns, from, to });
    left -= to - from;
    if (from > 0) return { spans, hasOlder: true };
  }
  return { spans, hasOlder: false };
}

/** The closed bars of one session: as far as the clock is in the current one, whole in earlier ones. */
function sourceOf(
  engine: Engine,
  blocks: BlockCache,
  series: BarSeries,
  symbol: string,
  index: number,
): RowSpan | 'absent' | undefined {
  if (index === engine.session.index) return { columns: series.columns, from: 0, to: series.count };
  const kept = series.pastSession(index);
  if (kept !== undefined && !kept.isCut) return { columns: kept.columns, from: 0, to: kept.columns.time.length };
  if (index < 0) return undefined;
  const block = blocks.get(index);
  if (block === undefined) return 'absent';
  const stream = block.streams.find((entry) => entry.kind === 'bars' && entry.symbol === symbol);
  return stream?.kind === 'bars' ? { columns: stream.columns, from: 0, to: stream.columns.time.length } : undefined;
}
