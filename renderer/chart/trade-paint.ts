import type { ChartColours } from './chart-colours.ts';
import type { ChartItem } from './chart-item.ts';
import { groupFills, type FillGroup } from './fill-groups.ts';
import type { FillMark } from './fill-tape.ts';
import { formatVolume } from '../ui/format.ts';
import type { TimeAxis } from './time-axis.ts';

/** Pixels: an arrow's height and half its width, between it and the bar, and of the text beyond it. */
const ARROW = 8;
const HALF = 5;
const CLEAR = 4;
const TEXT = 14;
/** What an arrow and its text need beyond the bars. */
export const FILL_ROOM = CLEAR + ARROW + TEXT;
/** From this interval on, in seconds, an arrow tells its size only. */
const COARSE = 300;
/** Least pixels between two arrows of one side. */
const APART = 10;
/** Spacing from which the price of a fill is marked on its bar. */
const PRICE_FROM = 5;

export interface FillPicture {
  readonly colours: ChartColours;
  readonly items: readonly ChartItem[];
  readonly fills: readonly FillMark[];
  /** Interval in seconds. */
  readonly step: number;
  readonly formatPrice: (price: number) => string;
  readonly y: (price: number) => number;
}

/** Draws an arrow for each fill in sight: beneath its bar for a buy, above it for a sale, with size and price where there is room. */
export function paintFills(
  context: CanvasRenderingContext2D,
  axis: TimeAxis,
  width: number,
  picture: FillPicture,
): void {
  const { items, fills, step, colours } = picture;
  if (fills.length === 0) return;
  const sharing = Math.max(1, Math.ceil(APART / axis.spacing));
  const groups = groupFills(fills, { items, step, first: axis.first - sharing, last: axis.last, width: sharing });
  context.font = `11px ${colours.fontUi}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const free = { buy: Number.NEGATIVE_INFINITY, sell: Number.NEGATIVE_INFINITY };
  for (const group of groups) {
    const side = group.isBuy ? 'buy' : 'sell';
    const x = Math.round(axis.x(group.index));
    arrow(context, x, group, picture);
    if (axis.spacing >= PRICE_FROM && group.price !== undefined)
      priceDash(context, x, axis.spacing, Math.round(picture.y(group.price)), colours);
    const text = textOf(group, picture);
    const half = context.measureText(text).width / 2;
    const middle = Math.min(width - half - 4, Math.max(half + 4, x));
    if (middle - half < free[side]) continue;
    free[side] = middle + half + 6;
    const y = tipOf(group, picture) + (group.isBuy ? 1 : -1) * (ARROW + TEXT / 2 + 1);
    context.globalAlpha = 0.8;
    context.fillStyle = colours.ground;
    context.fillRect(middle - half - 2, y - TEXT / 2, 2 * half + 4, TEXT);
    context.globalAlpha = 1;
    context.fillStyle = colours.text1;
    context.fillText(text, middle, y);
  }
}

function textOf({ quantity, count, price }: FillGroup, { step, formatPrice }: FillPicture): string {
  const size = formatVolume(quantity);
  if (step >= COARSE) return size;
  return price === undefined ? `${size} in ${count}` : `${size} @ ${formatPrice(price)}`;
}

function tipOf({ isBuy, edge }: FillGroup, { y }: FillPicture): number {
  return Math.round(y(edge)) + (isBuy ? CLEAR : -CLEAR);
}

function arrow(context: CanvasRenderingContext2D, x: number, group: FillGroup, picture: FillPicture): void {
  const tip = tipOf(group, picture);
  const base = tip + (group.isBuy ? ARROW : -ARROW);
  context.fillStyle = group.isBuy ? picture.colours.up : picture.colours.down;
  context.beginPath();
  context.moveTo(x + 0.5, tip);
  context.lineTo(x + 0.5 - HALF, base);
  context.lineTo(x + 0.5 + HALF, base);
  context.fill();
}

function priceDash(
  context: CanvasRenderingContext2D,
  x: number,
  spacing: number,
  y: number,
  colours: ChartColours,
): void {
  const half = Math.round(Math.min(spacing, 14) / 2) + 1;
  context.fillStyle = colours.text1;
  context.fillRect(x - half, y, 2 * half + 1, 1);
}
