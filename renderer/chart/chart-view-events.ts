import type { RequestResults } from '../../shared/ipc/contract.ts';
import type { Interval } from '../../shared/market/interval.ts';
import type { PriceText } from '../ui/price-text.ts';
import type { TradeActions } from './trade-layer.ts';

/** What `replay.bars` answers. */
export type OlderBars = RequestResults['replay.bars'];

export interface ChartContent {
  readonly interval: Interval;
  readonly prices: PriceText;
}

export interface ChartViewEvents extends TradeActions {
  /** The pointer is at a time, in seconds since the epoch, or has left. */
  readonly onCrosshair: (time: number | undefined) => void;
  /** A person scrolled or zoomed: the time at the right edge, in seconds; undefined where the newest bar is in sight. */
  readonly onScroll: (time: number | undefined) => void;
  /** The zoom changed; `spacing` is pixels a bar. */
  readonly onZoom: (spacing: number) => void;
  /** So many closed bars are to be asked for: what is in sight, and some to spare. */
  readonly onWindow: (bars: number) => void;
  /** The view came near the oldest bar held. `before` is its open in seconds. */
  readonly onNeedOlder: (before: number) => void;
  /** New bars were left out while the view was far in the past: the window has to be asked for anew. */
  readonly onNeedNow: () => void;
}
