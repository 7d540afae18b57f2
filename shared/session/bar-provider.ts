import type { CancelSignal } from '../lang/cancel.ts';
import type { BarColumns } from '../market/columns.ts';
import type { BaseInterval } from '../market/interval.ts';
import type { TimeRange } from '../market/time.ts';

/** The bars that are wanted: of one symbol, at a base interval. */
export interface WantedBars {
  readonly symbol: string;
  readonly interval: BaseInterval;
}

/** Bars of a provider, stamped with their open, ascending. Scales are the decimal places that its values need. */
export interface ProvidedBars {
  readonly columns: BarColumns;
  readonly priceScale: number;
  readonly sizeScale: number;
}

/** Where bars can be had that no file holds (D3): a REST service, a recorder. It knows its own limits of rate and size, and waits by itself. */
export interface BarProvider {
  /** The source that its bars are stored under. */
  readonly name: string;
  /** Bars with open times in the range; those that do not exist are left out, and none is not an error. Rejects when it cannot say. */
  fetchBars(wanted: WantedBars, range: TimeRange, signal: CancelSignal): Promise<ProvidedBars>;
}
