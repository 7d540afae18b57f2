import type { ISeriesPrimitiveAxisView, PrimitiveHoveredItem } from 'lightweight-charts';

import type { ChartColours } from './chart-colours.ts';
import { ChartPrimitive, type Target } from './chart-primitive.ts';
import { paintFills, type FillPicture } from './trade-paint.ts';

/** A horizontal line with its price on the axis. */
export interface TradeLine {
  readonly price: number;
  readonly colour: string;
  readonly dash: readonly number[];
  /** An order that is yet to be placed. */
  readonly isDim?: boolean;
  /** Written at the left; orders have a tag of their own. */
  readonly text?: string;
}

export interface TradePicture extends Omit<FillPicture, 'y'> {
  readonly lines: readonly TradeLine[];
}

/** The account on the bars: position, working orders, fills. */
export class TradePrimitive extends ChartPrimitive {
  readonly #picture: () => TradePicture;
  readonly #drawn: (height: number) => void;
  readonly #isGrip: (y: number) => boolean;
  #axisViews: readonly ISeriesPrimitiveAxisView[] = [];

  /** `drawn` is called with the pane's height in CSS pixels each time it was drawn, `isGrip` with a pointer's: whether there is something to take hold of. */
  constructor(picture: () => TradePicture, drawn: (height: number) => void, isGrip: (y: number) => boolean) {
    super('top');
    this.#picture = picture;
    this.#drawn = drawn;
    this.#isGrip = isGrip;
  }

  priceAxisViews(): readonly ISeriesPrimitiveAxisView[] {
    return this.#axisViews;
  }

  hitTest(_x: number, y: number): PrimitiveHoveredItem | null {
    return this.#isGrip(y) ? { cursorStyle: 'ns-resize', externalId: 'order', zOrder: 'top' } : null;
  }

  /** Where a price lies, in CSS pixels from the pane's top; `undefined` before there is a scale. */
  yOf(price: number): number | undefined {
    return this.series?.priceToCoordinate(price) ?? undefined;
  }

  priceAt(y: number): number | undefined {
    return this.series?.coordinateToPrice(y) ?? undefined;
  }

  redraw(): void {
    const { lines, colours, formatPrice } = this.#picture();
    this.#axisViews = lines.map(({ price }) => this.#axisView(price, colours, formatPrice));
    this.requestUpdate();
  }

  #axisView(price: number, { tag, tagInk }: ChartColours, format: (price: number) => string): ISeriesPrimitiveAxisView {
    return {
      coordinate: () => this.yOf(price) ?? Number.NEGATIVE_INFINITY,
      text: () => format(price),
      textColor: () => tagInk,
      backColor: () => tag,
      visible: () => this.yOf(price) !== undefined,
    };
  }

  protected draw(target: Target): void {
    const { axis } = this;
    target.useMediaCoordinateSpace(({ context, mediaSize: { width, height } }) => {
      const picture = this.#picture();
      context.save();
      for (const line of picture.lines) this.#line(context, width, line, picture.colours);
      if (axis !== undefined)
        paintFills(context, axis, width, { ...picture, y: (price) => this.yOf(price) ?? -ARROW_OUT });
      context.restore();
      this.#drawn(height);
    });
  }

  #line(context: CanvasRenderingContext2D, width: number, line: TradeLine, colours: ChartColours): void {
    const at = this.yOf(line.price);
    if (at === undefined) return;
    const y = Math.round(at) + 0.5;
    context.strokeStyle = line.colour;
    context.lineWidth = 1;
    context.globalAlpha = line.isDim === true ? 0.4 : 0.8;
    context.setLineDash([...line.dash]);
    context.beginPath();
    context.moveTo(0, y);
    context.lineTo(width, y);
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = 1;
    if (line.text === undefined) return;
    context.font = `11px ${colours.fontUi}`;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.fillStyle = colours.ground;
    context.fillRect(8, y - 7.5, context.measureText(line.text).width + 8, 15);
    context.fillStyle = colours.text2;
    context.fillText(line.text, 12, y);
  }
}

/** Far outside of the pane: where there is no scale yet. */
const ARROW_OUT = 1_000;
