import type {
  CustomBarItemData,
  CustomData,
  CustomSeriesOptions,
  CustomSeriesPricePlotValues,
  CustomSeriesWhitespaceData,
  ICustomSeriesPaneRenderer,
  ICustomSeriesPaneView,
  PaneRendererCustomData,
  Time,
} from 'lightweight-charts';
import { customSeriesDefaultOptions } from 'lightweight-charts';

import type { ChartColours } from './chart-colours.ts';
import { volumeCap, type PriceRange } from './price-range.ts';
import { isBar, type BarItem, type ChartItem } from './chart-item.ts';

/** A bar as the library keeps it. `color` is that of its price tag. */
export type TapeData = CustomData<Time> & BarItem & { readonly time: Time & number };
export type TapeItem = TapeData | CustomSeriesWhitespaceData<Time>;
type Place = CustomBarItemData<Time, TapeData>;
type Target = Parameters<ICustomSeriesPaneRenderer['draw']>[0];
type ToY = (price: number) => number | null;

/** Height of the volume band, as a part of the pane. */
export const VOLUME_BAND = 0.15;
/** Spacing in pixels from which bid and ask are told apart from the bars. */
const QUOTES_FROM = 3;
/** Room that the price of an outlier takes, in pixels. */
const LABEL_WIDTH = 64;

export interface TapeStyle {
  readonly colours: ChartColours;
  readonly hasQuotes: boolean;
  /** Wicks are cut there, with an arrow and the price. */
  readonly clip: PriceRange | undefined;
  readonly formatPrice: (price: number) => string;
}

/** Bars with volume, bid and ask, drawn in one pass: a series each would cost an update each. */
export class TapeSeries implements ICustomSeriesPaneView<Time, TapeData, CustomSeriesOptions> {
  readonly #style: () => TapeStyle;
  #data: PaneRendererCustomData<Time, TapeData> | undefined;

  constructor(style: () => TapeStyle) {
    this.#style = style;
  }

  renderer(): ICustomSeriesPaneRenderer {
    return { draw: (target, toY) => this.#draw(target, toY) };
  }

  update(data: PaneRendererCustomData<Time, TapeData>): void {
    this.#data = data;
  }

  priceValueBuilder({ high, low, close }: TapeData): CustomSeriesPricePlotValues {
    return [high, low, close];
  }

  isWhitespace(data: TapeData | CustomSeriesWhitespaceData<Time>): data is CustomSeriesWhitespaceData<Time> {
    return !isBar(data as TapeData);
  }

  defaultOptions(): CustomSeriesOptions {
    return customSeriesDefaultOptions;
  }

  #draw(target: Target, toY: ToY): void {
    const data = this.#data;
    const range = data?.visibleRange;
    if (data === undefined || range === null || range === undefined) return;
    const bars = data.bars.slice(Math.max(0, range.from), range.to);
    target.useBitmapCoordinateSpace(({ context, bitmapSize, horizontalPixelRatio, verticalPixelRatio }) => {
      const pen = new TapePen(context, this.#style(), toY, {
        x: horizontalPixelRatio,
        y: verticalPixelRatio,
        height: bitmapSize.height,
        spacing: data.barSpacing,
      });
      pen.volume(bars);
      if (data.barSpacing >= QUOTES_FROM) pen.quotes(bars);
      pen.bars(bars);
    });
  }
}

export function tapeItem(item: ChartItem, { up, down }: ChartColours): TapeItem {
  const time = item.time as Time & number;
  return isBar(item) ? { ...item, time, color: item.close >= item.open ? up : down } : { time };
}

interface Scale {
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly spacing: number;
}

/** Draws on whole device pixels. */
class TapePen {
  readonly #context: CanvasRenderingContext2D;
  readonly #style: TapeStyle;
  readonly #toY: ToY;
  readonly #scale: Scale;
  readonly #width: number;
  readonly #line: number;
  /** Where the last outlier's price was written. */
  #labelled = Number.NEGATIVE_INFINITY;

  constructor(context: CanvasRenderingContext2D, style: TapeStyle, toY: ToY, scale: Scale) {
    this.#context = context;
    this.#style = style;
    this.#toY = toY;
    this.#scale = scale;
    this.#line = Math.max(1, Math.floor(scale.x));
    const widest = Math.min(scale.spacing - 1, scale.spacing * 0.7) * scale.x;
    // An odd width puts the wick in the middle.
    this.#width = Math.max(this.#line, Math.round(widest) - ((Math.round(widest) - this.#line) % 2));
  }

  volume(bars: readonly Place[]): void {
    const context = this.#context;
    const { upSoft, downSoft } = this.#style.colours;
    const band = Math.round(this.#scale.height * VOLUME_BAND);
    const cap = volumeCap(bars.map(({ originalData }) => originalData.volume));
    for (const { x, originalData } of bars) {
      if (originalData.volume <= 0) continue;
      const height = Math.max(1, Math.round(Math.min(1, originalData.volume / cap) * band));
      context.fillStyle = originalData.close >= originalData.open ? upSoft : downSoft;
      context.fillRect(this.#left(x), this.#scale.height - height, this.#width, height);
    }
  }

  /** Thin steps, one for each side. */
  quotes(bars: readonly Place[]): void {
    if (!this.#style.hasQuotes) return;
    const context = this.#context;
    context.save();
    context.strokeStyle = this.#style.colours.text3;
    context.globalAlpha = 0.55;
    context.lineWidth = this.#line;
    for (const side of ['bid', 'ask'] as const) {
      context.beginPath();
      let isDrawing = false;
      let held = 0;
      for (const { x, originalData } of bars) {
        const price = originalData[side];
        if (price === undefined || Number.isNaN(price)) {
          isDrawing = false;
          continue;
        }
        const y = this.#y(price) + this.#line / 2;
        const left = Math.round((x - this.#scale.spacing / 2) * this.#scale.x);
        if (isDrawing) {
          context.lineTo(left, held);
          context.lineTo(left, y);
        } else context.moveTo(left, y);
        held = y;
        context.lineTo(Math.round((x + this.#scale.spacing / 2) * this.#scale.x), y);
        isDrawing = true;
      }
      context.stroke();
    }
    context.restore();
  }

  bars(bars: readonly Place[]): void {
    for (const { x, originalData } of bars) this.#bar(x, originalData);
  }

  #bar(x: number, bar: BarItem): void {
    const context = this.#context;
    const { colours, clip } = this.#style;
    const colour = bar.close >= bar.open ? colours.up : colours.down;
    const top = this.#y(Math.max(bar.open, bar.close));
    const bottom = this.#y(Math.min(bar.open, bar.close));
    const wickTop = this.#y(Math.min(bar.high, clip?.high ?? bar.high));
    const wickBottom = this.#y(Math.max(bar.low, clip?.low ?? bar.low));
    const middle = Math.round(x * this.#scale.x) - Math.floor(this.#line / 2);
    const height = Math.max(this.#line, bottom - top + (bottom > top ? 0 : this.#line));
    context.fillStyle = colour;
    context.fillRect(middle, wickTop, this.#line, top - wickTop);
    context.fillRect(middle, bottom, this.#line, Math.max(0, wickBottom - bottom));
    if (this.#width <= 3 * this.#line || bar.kind === 'closed')
      context.fillRect(this.#left(x), top, this.#width, height);
    else if (bar.kind === 'filled') this.#hollow(x, top, Math.max(height, 3 * this.#line), colour, false);
    else this.#hollow(x, top, Math.max(height, 2 * this.#line), colour, true);
    if (clip !== undefined && bar.high > clip.high) this.#outlier(middle, wickTop, bar.high, colour, -1);
    if (clip !== undefined && bar.low < clip.low) this.#outlier(middle, wickBottom, bar.low, colour, 1);
  }

  #hollow(x: number, top: number, height: number, colour: string, isForming: boolean): void {
    const context = this.#context;
    const left = this.#left(x);
    const half = this.#line / 2;
    context.save();
    context.fillStyle = this.#style.colours.ground;
    context.fillRect(left, top, this.#width, height);
    if (isForming) {
      context.globalAlpha = 0.3;
      context.fillStyle = colour;
      context.fillRect(left, top, this.#width, height);
      context.globalAlpha = 1;
      context.setLineDash([2 * this.#line, 2 * this.#line]);
    }
    context.strokeStyle = colour;
    context.lineWidth = this.#line;
    context.strokeRect(left + half, top + half, this.#width - this.#line, height - this.#line);
    context.restore();
  }

  /** An arrow at the end of a cut wick and the price it reached, left of it where the bars are wide enough. */
  #outlier(middle: number, y: number, price: number, colour: string, direction: 1 | -1): void {
    const context = this.#context;
    const { x: ratio, y: yRatio, spacing } = this.#scale;
    const size = 4 * ratio;
    context.save();
    context.fillStyle = colour;
    context.beginPath();
    context.moveTo(middle + this.#line / 2, y + direction * 1.4 * size);
    context.lineTo(middle + this.#line / 2 - size, y);
    context.lineTo(middle + this.#line / 2 + size, y);
    context.fill();
    if (spacing >= 5 && middle - this.#labelled > LABEL_WIDTH * ratio) {
      this.#labelled = middle;
      const { text2, fontUi } = this.#style.colours;
      context.font = `${11 * yRatio}px ${fontUi}`;
      context.textAlign = 'right';
      context.textBaseline = 'middle';
      context.fillStyle = text2;
      context.fillText(this.#style.formatPrice(price), middle - 6 * ratio, y);
    }
    context.restore();
  }

  #left(x: number): number {
    return Math.round(x * this.#scale.x) - Math.floor(this.#width / 2);
  }

  #y(price: number): number {
    return Math.round((this.#toY(price) ?? 0) * this.#scale.y);
  }
}
