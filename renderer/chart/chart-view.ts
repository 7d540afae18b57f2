import {
  createChartEx,
  LineStyle,
  type AutoscaleInfo,
  type CustomSeriesOptions,
  type IChartApiBase,
  type IHorzScaleBehavior,
  type ISeriesApi,
  type MouseEventParams,
  type Time,
} from 'lightweight-charts';

import { intervalMicros, type Interval } from '../../shared/market/interval.ts';
import { MICROS_PER_SECOND } from '../../shared/market/time.ts';
import type { ChartFrame } from '../../shared/session/replay.ts';
import type { ZoneTime } from '../state/zone-time.ts';
import type { PriceText } from '../ui/price-text.ts';
import { readChartColours, type ChartColours } from './chart-colours.ts';
import { indexAt, isBar, type BarItem, type ChartItem } from './chart-item.ts';
import type { ChartContent, ChartViewEvents, OlderBars } from './chart-view-events.ts';
import { chartOptions, RIGHT_OFFSET } from './chart-options.ts';
import { ChartWindow, type WindowChange } from './chart-window.ts';
import { MarksPrimitive } from './marks-primitive.ts';
import { legendHeight, type LegendPlot } from './legend.ts';
import { PlotLayer } from './plot-layer.ts';
import { PlotTape } from './plot-tape.ts';
import { priceRange, withLines, type PriceRange } from './price-range.ts';
import { tapeItem, TapeSeries, type TapeItem } from './tape-series.ts';
import { FILL_ROOM } from './trade-paint.ts';
import { TradeLayer } from './trade-layer.ts';
import { FIRST_WINDOW, windowBars } from './window-size.ts';
import { createZoneScale } from './zone-scale.ts';

/** Most bars held while the view is in the past. */
const MOST_BARS = 12_000;
/** From so many new bars on all are set anew: one pass costs less than an update each. */
const SET_FROM = 30;
/** Items left of the view below which older bars are asked for. */
const OLDER_MARGIN = 150;
const FIRST_SPACING = 6;

/** A canvas of bars: what the window holds, and where the view is. Knows neither React nor the backend. */
export class ChartView {
  readonly #host: HTMLElement;
  readonly #events: ChartViewEvents;
  readonly #chart: IChartApiBase<Time>;
  readonly #series: ISeriesApi<'Custom', Time, TapeItem, CustomSeriesOptions>;
  readonly #marks: MarksPrimitive;
  readonly #plots: PlotLayer;
  /** What the account does on the symbol. */
  readonly trades: TradeLayer;
  #plotTape: PlotTape;
  #zone: ZoneTime;
  #colours: ChartColours;
  #content: ChartContent;
  #windowBars: number = FIRST_WINDOW;
  #window: ChartWindow;
  /** Items of the series, the forming bar included. */
  #items: readonly ChartItem[] = [];
  #earlyCloses: readonly number[] = [];
  #clip: PriceRange | undefined;
  #pointed: number | undefined;
  #linked: number | undefined;
  /** Where to look once the bars of another interval have come; undefined time: at now. */
  #wantedView: { readonly spacing: number; readonly time: number | undefined } | undefined;
  #isFollowing = true;
  /** Of the last scroll that was told. */
  #rightTime: number | undefined;
  #isBehind = false;
  #isAsking = false;
  #isLeftFixed = false;

  /** `host` holds the canvas, `tags` lies over it. */
  constructor(host: HTMLElement, tags: HTMLElement, content: ChartContent, zone: ZoneTime, events: ChartViewEvents) {
    this.#host = host;
    this.#content = content;
    this.#zone = zone;
    this.#events = events;
    this.#colours = readChartColours(host);
    this.#window = new ChartWindow(this.step, this.#windowBars);
    this.#plotTape = new PlotTape(this.step);
    this.#chart = createChartEx<Time, IHorzScaleBehavior<Time>>(
      host,
      createZoneScale(
        () => this.#zone,
        () => this.step,
      ),
      { ...chartOptions(this.#look()), autoSize: true },
    );
    this.#series = this.#chart.addCustomSeries(
      new TapeSeries(() => ({
        colours: this.#colours,
        hasQuotes: this.#window.hasQuotes,
        clip: this.#clip,
        formatPrice: (price) => this.#content.prices.exact(price),
      })),
      {
        priceLineStyle: LineStyle.Dotted,
        priceLineWidth: 1,
        lastValueVisible: true,
        priceLineVisible: true,
        autoscaleInfoProvider: () => this.#autoscale(),
      },
    );
    this.#marks = new MarksPrimitive(() => ({
      colours: this.#colours,
      items: this.#items,
      missing: this.#window.missing,
      step: this.step,
      earlyCloses: this.#earlyCloses,
      linkedTime: this.#linked,
    }));
    this.#series.attachPrimitive(this.#marks);
    const look = (): { colours: ChartColours; items: readonly ChartItem[]; step: number } => ({
      colours: this.#colours,
      items: this.#items,
      step: this.step,
    });
    this.#plots = new PlotLayer(this.#chart, () => ({ ...look(), lines: this.#plotTape.lines }));
    this.#series.attachPrimitive(this.#plots);
    this.trades = new TradeLayer(host, tags, () => ({ ...look(), prices: this.#content.prices }), events);
    this.#series.attachPrimitive(this.trades.primitive);
    this.#applyLook();
    this.#chart.timeScale().applyOptions({ barSpacing: FIRST_SPACING });
    this.#chart.subscribeCrosshairMove((move) => this.#moved(move));
    this.#chart.timeScale().subscribeVisibleLogicalRangeChange(() => this.#ranged());
    this.#chart.subscribeDblClick(() => this.#chart.priceScale('right').setAutoScale(true));
  }

  close(): void {
    this.trades.close();
    this.#chart.remove();
  }

  get interval(): Interval {
    return this.#content.interval;
  }

  /** Interval in seconds. */
  get step(): number {
    return intervalMicros(this.#content.interval) / MICROS_PER_SECOND;
  }

  get window(): ChartWindow {
    return this.#window;
  }

  /** Pixels a bar. */
  get spacing(): number {
    return this.#chart.timeScale().options().barSpacing;
  }

  /** True while the view holds the newest bar. */
  get isFollowing(): boolean {
    return this.#isFollowing;
  }

  /** The bar under this or a linked crosshair, else the newest. */
  get legendBar(): BarItem | undefined {
    const time = this.#pointed ?? this.#linked;
    if (time === undefined) return this.#window.forming ?? this.#window.last;
    const index = indexAt(this.#items, time + 0.5) - 1;
    const item = this.#items[index];
    return isBar(item) ? item : undefined;
  }

  /** The plotted lines and their values at the bar of the legend. */
  get legendPlots(): readonly LegendPlot[] {
    return this.#plots.valuesAt((this.legendBar?.time ?? Number.NEGATIVE_INFINITY) + this.step);
  }

  /** Takes a frame of the subscription that shows the current interval. */
  take(frame: ChartFrame): void {
    if (this.#isBehind && !frame.reset) return;
    if (frame.reset) this.#isAsking = false;
    const isFar = !this.#isFollowing && this.#window.bars >= MOST_BARS;
    if (isFar && !frame.reset) {
      this.#isBehind = true;
      return;
    }
    this.#isBehind = false;
    const before = this.#window.forming?.time;
    const change = this.#window.take(frame, !this.#isFollowing);
    const hadPlots = this.#plotTape.lines.length > 0;
    if (change.kind === 'reset') {
      this.#plotTape = new PlotTape(this.step);
      this.#plots.clear();
    }
    this.#plotTape.take(frame.plots, frame.reset);
    this.#show(change, before);
    if (change.kind === 'all') this.#plotTape.trim(this.#items[0]?.time ?? 0);
    if (hadPlots || frame.plots.length > 0) this.#plots.refresh();
  }

  /** Older bars as the backend answered. */
  takeOlder({ bars, gaps, plots, hasOlder }: OlderBars): void {
    this.#isAsking = false;
    this.#show(this.#window.prepend(bars, gaps, hasOlder), this.#window.forming?.time);
    this.#plotTape.prepend(plots);
    this.#plots.refresh();
  }

  /** Older bars could not be had. */
  olderFailed(): void {
    this.#isAsking = false;
  }

  /** Shows other bars from the next frame on. With `keepsView` the same time stays in sight, as wide as before. */
  setContent(content: ChartContent, keepsView: boolean): void {
    const ratio = intervalMicros(content.interval) / intervalMicros(this.#content.interval);
    const scale = this.#chart.timeScale();
    const last = this.#items.length - 1;
    const right = last + scale.scrollPosition();
    this.#wantedView = {
      spacing: keepsView ? this.spacing * ratio : FIRST_SPACING,
      time: keepsView && !this.#isFollowing ? this.#items[Math.max(0, Math.round(right))]?.time : undefined,
    };
    this.#content = content;
    this.#window = new ChartWindow(this.step, this.#windowBars);
    this.#isBehind = false;
    this.#isAsking = true;
    this.#applyLook();
  }

  /** Writes prices otherwise from now on. */
  setPrices(prices: PriceText): void {
    if (prices === this.#content.prices) return;
    this.#content = { ...this.#content, prices };
    this.#applyLook();
  }

  setZone(zone: ZoneTime): void {
    this.#zone = zone;
    this.#applyLook();
    this.#setAll();
  }

  /** Reads the tokens anew: theme or colours of up and down changed. */
  retheme(): void {
    this.#colours = readChartColours(this.#host);
    this.#applyLook();
    this.#setAll();
  }

  /** Ends of early closes, in seconds since the epoch. */
  setEarlyCloses(times: readonly number[]): void {
    this.#earlyCloses = times;
  }

  /** The crosshair of a linked chart is at a time, or has left. */
  setLinked(time: number | undefined): void {
    if (time === this.#linked) return;
    this.#linked = time;
    this.#marks.redraw();
  }

  /** Brings a time, in seconds, to the right edge, as far as bars of it are held; without one the newest bar. */
  showTime(time: number | undefined): void {
    const scale = this.#chart.timeScale();
    this.#rightTime = time;
    if (time === undefined) scale.scrollToPosition(RIGHT_OFFSET, false);
    else scale.scrollToPosition(indexAt(this.#items, time) - this.#items.length + 1, false);
  }

  /** Returns to the newest bar. */
  showNow(): void {
    this.#chart.timeScale().scrollToPosition(RIGHT_OFFSET, false);
    this.#isFollowing = true;
    this.#chart.priceScale('right').setAutoScale(true);
    if (!this.#isBehind) return;
    this.#events.onNeedNow();
  }

  #look(): Parameters<typeof chartOptions>[0] {
    return {
      colours: this.#colours,
      zone: this.#zone,
      step: this.step,
    };
  }

  #applyLook(): void {
    this.#chart.applyOptions(chartOptions(this.#look()));
    const { places, column } = this.#content.prices;
    this.#series.applyOptions({ priceFormat: { type: 'custom', formatter: column, minMove: 10 ** -places } });
    this.#plots.refresh();
    this.trades.refresh();
  }

  #show(change: WindowChange, formingBefore: number | undefined): void {
    const { items, forming } = this.#window;
    const isFormingGone =
      formingBefore !== undefined && forming?.time !== formingBefore && indexAt(items, formingBefore) >= items.length;
    const added = change.kind === 'tail' ? items.length - change.from : change.kind === 'all' ? change.added : 0;
    if (change.kind === 'reset' || change.kind === 'all' || isFormingGone || added >= SET_FROM) {
      this.#replace(change.kind === 'reset', added);
    } else {
      this.#items = this.#shownItems();
      if (change.kind === 'tail')
        for (const item of items.slice(change.from)) this.#series.update(tapeItem(item, this.#colours));
      if (forming !== undefined) this.#series.update(tapeItem(forming, this.#colours));
    }
  }

  /** Sets all items and keeps the view: on what it showed, or on the newest bar. */
  #replace(isReset: boolean, added: number): void {
    const scale = this.#chart.timeScale();
    const position = scale.scrollPosition();
    const isFollowing = this.#isFollowing;
    this.#setAll();
    this.#fixLeft(false);
    const wanted = this.#wantedView;
    this.#wantedView = undefined;
    if (wanted !== undefined) {
      scale.applyOptions({ barSpacing: wanted.spacing });
      const index = wanted.time === undefined ? undefined : indexAt(this.#items, wanted.time);
      scale.scrollToPosition(index === undefined ? RIGHT_OFFSET : index - this.#items.length + 1, false);
      return;
    }
    if (isFollowing) scale.scrollToPosition(isReset && position < 1 ? RIGHT_OFFSET : position, false);
    else if (isReset) scale.scrollToPosition(RIGHT_OFFSET, false);
    else scale.scrollToPosition(position - added, false);
  }

  #setAll(): void {
    this.#items = this.#shownItems();
    this.#series.setData(this.#items.map((item) => tapeItem(item, this.#colours)));
  }

  #shownItems(): readonly ChartItem[] {
    const { items, forming } = this.#window;
    return forming === undefined ? items : [...items, forming];
  }

  #autoscale(): AutoscaleInfo | null {
    const range = this.#chart.timeScale().getVisibleLogicalRange();
    const [first, last] = range === null ? [0, -1] : [Math.floor(range.from), Math.ceil(range.to)];
    this.#clip = priceRange(this.#items, first, last);
    if (this.#clip === undefined) return null;
    const { low, high } = withLines(this.#clip, this.#plots.pricesBetween(first, last));
    const pad = high > low ? 0 : Math.max(high * 0.001, 10 ** -this.#content.prices.places);
    // Beneath the bars the band of volume has room for arrows.
    const room = this.trades.fills.length > 0 ? FILL_ROOM : 0;
    const above = legendHeight(this.#plotTape.lines.length > 0) + room;
    return { priceRange: { minValue: low - pad, maxValue: high + pad }, margins: { above, below: 0 } };
  }

  /** Keeps the view from going past the oldest bar where the bars fill it; few bars stay at the right, where new ones come. */
  #fixLeft(fixLeftEdge: boolean): void {
    if (fixLeftEdge === this.#isLeftFixed) return;
    this.#isLeftFixed = fixLeftEdge;
    this.#chart.timeScale().applyOptions({ fixLeftEdge });
  }

  #moved({ time, sourceEvent }: MouseEventParams<Time>): void {
    if (sourceEvent === undefined && time !== undefined) return;
    const at = time as number | undefined;
    if (at === this.#pointed) return;
    this.#pointed = at;
    this.#events.onCrosshair(at);
  }

  #ranged(): void {
    const scale = this.#chart.timeScale();
    const range = scale.getVisibleLogicalRange();
    // Until the bars of another interval have come, the zoom is that of bars which are on their way out.
    if (range === null || this.#items.length === 0 || this.#wantedView !== undefined) return;
    this.#isFollowing = scale.scrollPosition() > -1;
    if (this.#isFollowing && this.#isBehind) this.#events.onNeedNow();
    this.#fixLeft(this.#items.length > range.to - range.from);
    const first = this.#items[0];
    if (this.#sizeWindow(range.to - range.from)) this.#events.onWindow(this.#windowBars);
    else if (!this.#isAsking && first !== undefined && range.from < OLDER_MARGIN) {
      if (this.#window.hasOlder && this.#window.bars < MOST_BARS) {
        this.#isAsking = true;
        this.#events.onNeedOlder(first.time);
      }
    }
    this.#events.onZoom(this.spacing);
    this.#tellScroll(range.to);
  }

  /** True where another number of bars is to be asked for. */
  #sizeWindow(visible: number): boolean {
    const wanted = windowBars(visible, this.#windowBars);
    if (wanted === this.#windowBars) return false;
    this.#windowBars = wanted;
    this.#window.setLimit(wanted);
    return true;
  }

  /** Only what the pointer does here is told: bars that come and charts that follow move the view too. */
  #tellScroll(to: number): void {
    const last = this.#items.length - 1;
    const time = this.#isFollowing ? undefined : this.#items[Math.min(last, Math.max(0, Math.round(to)))]?.time;
    if (time === this.#rightTime || !this.#host.matches(':hover')) return;
    this.#rightTime = time;
    this.#events.onScroll(time);
  }
}
