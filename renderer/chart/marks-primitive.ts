import { isBreak } from './blank-slots.ts';
import type { ChartColours } from './chart-colours.ts';
import { indexAt, type ChartItem } from './chart-item.ts';
import { ChartPrimitive, type Layer, type Target } from './chart-primitive.ts';
import type { MissingSpan } from './chart-window.ts';
import { edgeOf, type TimeAxis } from './time-axis.ts';

/** Height of the hatched strip at the time axis. */
const STRIP = 7;
/** Least width of a missing span: one that lies in a shortened silence must still be seen. */
const LEAST_WIDTH = 2;

export interface Marks {
  readonly colours: ChartColours;
  /** What the series holds, the forming bar included. */
  readonly items: readonly ChartItem[];
  readonly missing: readonly MissingSpan[];
  /** Interval in seconds; breaks are marked below a day. */
  readonly step: number;
  /** Ends of early closes, in seconds. */
  readonly earlyCloses: readonly number[];
  /** Instant of the crosshair in a linked chart. */
  readonly linkedTime: number | undefined;
}

/** What lies behind and on the bars: missing spans as a tint and a hatched strip, session breaks, early closes, the linked time. */
export class MarksPrimitive extends ChartPrimitive {
  readonly #marks: () => Marks;

  constructor(marks: () => Marks) {
    super('bottom', 'top');
    this.#marks = marks;
  }

  redraw(): void {
    this.requestUpdate();
  }

  protected draw(target: Target, layer: Layer): void {
    const { axis } = this;
    if (axis === undefined) return;
    if (layer === 'bottom') this.#drawBehind(target, axis);
    else this.#drawAbove(target, axis);
  }

  #drawBehind(target: Target, axis: TimeAxis): void {
    target.useMediaCoordinateSpace(({ context, mediaSize: { width, height } }) => {
      const marks = this.#marks();
      context.globalAlpha = 0.5;
      context.fillStyle = marks.colours.missingGround;
      for (const [left, wide] of missingRanges(marks, axis, width)) context.fillRect(left, 0, wide, height);
      context.globalAlpha = 1;
      context.strokeStyle = marks.colours.sessionBreak;
      context.lineWidth = 1;
      context.setLineDash([1, 3]);
      context.beginPath();
      for (const x of breaks(marks, axis)) {
        context.moveTo(x, 0);
        context.lineTo(x, height);
      }
      context.stroke();
      context.setLineDash([]);
    });
  }

  #drawAbove(target: Target, axis: TimeAxis): void {
    target.useMediaCoordinateSpace(({ context, mediaSize: { width, height } }) => {
      const marks = this.#marks();
      const { colours, earlyCloses, items, linkedTime, step } = marks;
      const top = height - STRIP;
      for (const [left, wide] of missingRanges(marks, axis, width)) {
        context.fillStyle = colours.missingGround;
        context.fillRect(left, top, wide, STRIP);
        hatch(context, { left, top, width: wide }, colours.missingHatch);
      }
      context.font = `11px ${colours.fontUi}`;
      context.fillStyle = colours.text3;
      context.textAlign = 'right';
      if (step < 86_400)
        for (const close of earlyCloses) {
          const last = items[items.length - 1];
          if (last !== undefined && last.time + step >= close && close > (items[0]?.time ?? close))
            context.fillText('early close', edgeOf(items, axis, close) - 4, height * 0.8);
        }
      const index = linkedTime === undefined ? -1 : indexAt(items, linkedTime + 0.5) - 1;
      if (index < 0) return;
      const x = Math.round(axis.x(index)) + 0.5;
      context.strokeStyle = colours.cross;
      context.globalAlpha = 0.8;
      context.setLineDash([3, 3]);
      context.beginPath();
      context.moveTo(x, 0);
      context.lineTo(x, height);
      context.stroke();
      context.setLineDash([]);
      context.globalAlpha = 1;
    });
  }
}

/** Left edge and width of every missing span in sight. */
function* missingRanges(
  { items, missing }: Marks,
  axis: TimeAxis,
  paneWidth: number,
): Iterable<readonly [number, number]> {
  const earliest = items[Math.max(0, axis.first)]?.time ?? 0;
  for (const { from, to } of missing) {
    if (to < earliest || items.length === 0) continue;
    const left = Math.round(edgeOf(items, axis, from));
    const right = Math.round(edgeOf(items, axis, to));
    if (right >= 0 && left <= paneWidth) yield [left, Math.max(LEAST_WIDTH, right - left)];
  }
}

function* breaks({ items, step }: Marks, axis: TimeAxis): Iterable<number> {
  if (step >= 86_400) return;
  for (let index = Math.max(1, axis.first); index <= Math.min(items.length - 1, axis.last); index++) {
    const before = (items[index - 1] as ChartItem).time;
    if (isBreak(before, (items[index] as ChartItem).time, step)) yield Math.round(axis.x(index - 0.5)) + 0.5;
  }
}

function hatch(
  context: CanvasRenderingContext2D,
  box: { left: number; top: number; width: number },
  colour: string,
): void {
  const { left, top, width } = box;
  context.save();
  context.beginPath();
  context.rect(left, top, width, STRIP);
  context.clip();
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  for (let x = left - STRIP - (left % 4); x < left + width; x += 4) {
    context.moveTo(x, top + STRIP);
    context.lineTo(x + STRIP, top);
  }
  context.stroke();
  context.restore();
}
