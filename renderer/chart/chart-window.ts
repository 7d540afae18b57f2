import { MICROS_PER_SECOND } from '../../shared/market/time.ts';
import { BAR_STRIDE, QUOTE_STRIDE, type ChartFrame } from '../../shared/session/replay.ts';
import { blanksBetween } from './blank-slots.ts';
import { isBar, packedRows, unpackBar, type BarItem, type ChartItem } from './chart-item.ts';

/** What an update did to {@link ChartWindow.items}: other bars took their place, all indices changed while `added` came at the right,
 * or only those from index `from` on are new. */
export type WindowChange =
  | { readonly kind: 'none' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'tail'; readonly from: number }
  | { readonly kind: 'all'; readonly added: number };

const NOTHING: WindowChange = { kind: 'none' };

/** Missing span, half-open, in seconds since the epoch. */
export interface MissingSpan {
  readonly from: number;
  readonly to: number;
}

/** The bars of one chart around what is visible: closed bars in order of time with blanks for silent slots between them, the
 * forming bar apart, missing spans. Grows at the right while playing and at the left on demand; beyond `limit` bars and half as many
 * again the oldest are dropped, unless the view needs them. */
export class ChartWindow {
  readonly #step: number;
  #limit: number;
  #items: ChartItem[] = [];
  #bars = 0;
  #forming: BarItem | undefined;
  #missing: MissingSpan[] = [];
  #hasOlder = false;
  #hasQuotes = false;
  #bid = Number.NaN;
  #ask = Number.NaN;

  /** `step` is the interval in seconds, `limit` the bars that a subscription asks for. */
  constructor(step: number, limit: number) {
    this.#step = step;
    this.#limit = limit;
  }

  /** Another number of bars is asked for from now on. */
  setLimit(limit: number): void {
    this.#limit = limit;
  }

  get items(): readonly ChartItem[] {
    return this.#items;
  }

  /** Closed bars held. */
  get bars(): number {
    return this.#bars;
  }

  get forming(): BarItem | undefined {
    return this.#forming;
  }

  get missing(): readonly MissingSpan[] {
    return this.#missing;
  }

  /** True where older bars exist before the first one. */
  get hasOlder(): boolean {
    return this.#hasOlder;
  }

  get hasQuotes(): boolean {
    return this.#hasQuotes;
  }

  /** The newest closed bar. */
  get last(): BarItem | undefined {
    const item = this.#items.at(-1);
    return isBar(item) ? item : undefined;
  }

  /** Takes what a frame brought. While `keepsOld` the oldest bars stay however many there are, also when the frame would replace them by
   * ones that go on where they end. */
  take(given: ChartFrame, keepsOld: boolean): WindowChange {
    const frame = given.reset && keepsOld ? this.#continuation(given) : given;
    this.#forming = frame.forming.length > 0 ? unpackBar(frame.forming, 0, true) : undefined;
    if (frame.reset) {
      this.#items = [];
      this.#bars = 0;
      this.#missing = [];
      this.#bid = this.#ask = Number.NaN;
      this.#hasQuotes = false;
      this.#hasOlder = frame.hasOlder;
    }
    this.#addMissing(frame.gaps, false);
    const from = this.#items.length;
    this.#append(frame.bars, frame.quotes);
    const added = this.#items.length - from;
    if (frame.reset) return { kind: 'reset' };
    if (!keepsOld && this.#trim()) return { kind: 'all', added };
    if (added > 0) return { kind: 'tail', from };
    return NOTHING;
  }

  /** Puts older bars before the first one; rows that are not older are left out. */
  prepend(bars: Float64Array, gaps: Float64Array, hasOlder: boolean): WindowChange {
    this.#hasOlder = hasOlder;
    const first = this.#items[0]?.time ?? Number.POSITIVE_INFINITY;
    const older: ChartItem[] = [];
    for (let row = 0; row < packedRows(bars); row++) {
      const bar = unpackBar(bars, row);
      if (bar.time >= first) break;
      this.#push(older, bar);
      this.#bars += 1;
    }
    if (older.length === 0) return NOTHING;
    if (this.#items.length > 0)
      older.push(...blanksBetween((older.at(-1) as ChartItem).time, first, this.#step).map((time) => ({ time })));
    this.#items = older.concat(this.#items);
    this.#addMissing(gaps, true);
    return { kind: 'all', added: 0 };
  }

  /** The rows of a reset that are newer than what is held, or the reset itself when it does not reach back to it or goes back in time. */
  #continuation(frame: ChartFrame): ChartFrame {
    const { last } = this;
    const rows = packedRows(frame.bars);
    if (last === undefined || rows === 0) return frame;
    const timeOf = (row: number): number => (frame.bars[row * BAR_STRIDE] as number) / MICROS_PER_SECOND;
    if (timeOf(0) > last.time || timeOf(rows - 1) < last.time) return frame;
    let first = rows;
    while (first > 0 && timeOf(first - 1) > last.time) first -= 1;
    const known = (this.#missing.at(-1)?.to ?? 0) * MICROS_PER_SECOND;
    const isNew = (_: number, index: number): boolean => (frame.gaps[index - (index % 2)] as number) >= known;
    return { ...frame, reset: false, bars: frame.bars.slice(first * BAR_STRIDE), gaps: frame.gaps.filter(isNew) };
  }

  #append(bars: Float64Array, quotes: Float64Array): void {
    let quote = 0;
    if (quotes.length > 0) this.#hasQuotes = true;
    for (let row = 0; row < packedRows(bars); row++) {
      const bar = unpackBar(bars, row);
      const known = (bar.time + this.#step) * MICROS_PER_SECOND;
      for (; quote < quotes.length && (quotes[quote] as number) <= known; quote += QUOTE_STRIDE)
        this.#note(quotes, quote);
      this.#push(this.#items, Number.isNaN(this.#bid) ? bar : { ...bar, bid: this.#bid, ask: this.#ask });
      this.#bars += 1;
    }
    if (quotes.length > quote) this.#note(quotes, quotes.length - QUOTE_STRIDE);
  }

  #note(quotes: Float64Array, at: number): void {
    this.#bid = quotes[at + 1] as number;
    this.#ask = quotes[at + 2] as number;
  }

  #push(items: ChartItem[], bar: BarItem): void {
    const last = items.at(-1);
    if (last !== undefined) for (const time of blanksBetween(last.time, bar.time, this.#step)) items.push({ time });
    items.push(bar);
  }

  #addMissing(gaps: Float64Array, isBefore: boolean): void {
    const spans: MissingSpan[] = [];
    for (let at = 0; at < gaps.length; at += 2) {
      const from = (gaps[at] as number) / MICROS_PER_SECOND;
      const to = (gaps[at + 1] as number) / MICROS_PER_SECOND;
      const last = spans.at(-1) ?? (isBefore ? undefined : this.#missing.at(-1));
      // Gaps come as they become known: one that goes on joins the span it continues.
      if (last !== undefined && last.to === from) {
        if (spans.length > 0) spans.pop();
        else this.#missing.pop();
        spans.push({ from: last.from, to });
      } else spans.push({ from, to });
    }
    this.#missing = isBefore ? spans.concat(this.#missing) : this.#missing.concat(spans);
  }

  /** Drops the oldest bars down to `limit`; true when it did. */
  #trim(): boolean {
    const most = this.#limit * 1.5;
    if (this.#bars <= most && this.#items.length <= 2 * most) return false;
    let first = this.#items.length;
    let kept = 0;
    for (; first > 0 && kept < this.#limit && this.#items.length - first < 2 * this.#limit; first--)
      if (isBar(this.#items[first - 1])) kept += 1;
    while (first < this.#items.length && !isBar(this.#items[first])) first += 1;
    this.#items = this.#items.slice(first);
    this.#bars = kept;
    this.#hasOlder = true;
    const start = this.#items[0]?.time ?? 0;
    this.#missing = this.#missing.filter(({ to }) => to > start);
    return true;
  }
}
