import type { ResultCurve } from '../../shared/trading/result-detail.ts';
import { shortDate } from '../state/zone-time.ts';
import { formatFixed, formatSigned, MINUS } from '../ui/format.ts';
import { type AxisSession, placeOf, ticks } from './equity-scale.ts';

export type EquityUnit = 'money' | 'percent' | 'log';

/** What the equity chart draws: the first curve is the result shown, others are compared with it. */
export interface EquityPicture {
  readonly curves: readonly ResultCurve[];
  readonly axis: readonly AxisSession[];
  readonly unit: EquityUnit;
  /** The pointed instant. */
  readonly cursor: number | undefined;
  readonly color: (token: string) => string;
}

export const AXIS_WIDTH = 62;
const TIME_HEIGHT = 20;
const GAP = 18;
/** Part of the height that drawdown takes. */
const DRAWDOWN_SHARE = 0.27;
const MONEY = 10_000;
const SERIES = ['--accent', '--series-2', '--series-3', '--series-4'] as const;
const DASHES: readonly (readonly number[])[] = [[], [4, 3], [2, 2], [6, 2, 2, 2]];

/** Values of a curve's equity in a unit: account currency, or percent of its start. */
export function equityValue(curve: ResultCurve, index: number, unit: EquityUnit): number {
  const equity = curve.equity[index] ?? Number.NaN;
  const start = curve.equity[0] ?? 1;
  return unit === 'percent' ? (equity / start - 1) * 100 : equity / MONEY;
}

/** Draws equity and, beneath, drawdown on one time axis. */
export function paintEquity(g: CanvasRenderingContext2D, width: number, height: number, picture: EquityPicture): void {
  const { axis, color } = picture;
  g.font = `11px ${color('--font-ui')}`;
  g.fillStyle = color('--chart-ground');
  g.fillRect(0, 0, width, height);
  const right = width - AXIS_WIDTH;
  const bottom = height - TIME_HEIGHT;
  const drawdownTop = Math.round(bottom * (1 - DRAWDOWN_SHARE));
  const x = (time: number): number => (placeOf(axis, time) / Math.max(1, axis.length)) * (right - 12) + 6;

  timeAxis(g, picture, x, right, bottom);
  g.strokeStyle = color('--line-1');
  line(g, 0, drawdownTop - 0.5, width, drawdownTop - 0.5);
  paintValues(g, picture, x, right, { top: 10, bottom: drawdownTop - 10 });
  paintDrawdown(g, picture, x, right, { top: drawdownTop + GAP, bottom: bottom - 8 });
  if (picture.cursor !== undefined) {
    g.strokeStyle = color('--chart-cross');
    g.setLineDash([4, 3]);
    const at = Math.round(x(picture.cursor)) + 0.5;
    line(g, at, 0, at, bottom);
    g.setLineDash([]);
  }
}

interface Band {
  readonly top: number;
  readonly bottom: number;
}

function paintValues(
  g: CanvasRenderingContext2D,
  picture: EquityPicture,
  x: (time: number) => number,
  right: number,
  { top, bottom }: Band,
): void {
  const { curves, unit, color } = picture;
  const scale = (value: number): number => (unit === 'log' && value > 0 ? Math.log10(value) : value);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const curve of curves) {
    for (let i = 0; i < curve.time.length; i++) {
      const value = equityValue(curve, i, unit);
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (!Number.isFinite(low)) return;
  const margin = (high - low) * 0.04 || Math.abs(high) * 0.001 || 1;
  [low, high] = [low - margin, high + margin];
  if (unit === 'log' && low <= 0)
    low = Math.min(...curves.flatMap((curve) => [...curve.equity].filter((v) => v > 0))) / MONEY;
  const y = (value: number): number =>
    bottom - ((scale(value) - scale(low)) / Math.max(1e-12, scale(high) - scale(low))) * (bottom - top);
  const places = high - low < 5 ? 2 : 0;
  for (const value of ticks(low, high, Math.max(2, Math.floor((bottom - top) / 44)))) {
    const label = unit === 'percent' ? `${formatSigned(value, places === 0 ? 0 : 2)} %` : formatFixed(value, places);
    gridLine(g, picture, Math.round(y(value)), right, label);
  }
  const start = curves[0] === undefined ? Number.NaN : equityValue(curves[0], 0, unit);
  g.strokeStyle = color('--chart-break');
  g.setLineDash([3, 3]);
  line(g, 0, Math.round(y(start)) + 0.5, right, Math.round(y(start)) + 0.5);
  g.setLineDash([]);
  curves.toReversed().forEach((curve, place) => {
    const index = curves.length - 1 - place;
    g.lineWidth = index === 0 ? 1.5 : 1;
    g.strokeStyle = color(SERIES[index] ?? '--series-4');
    g.setLineDash([...(DASHES[index] ?? [])]);
    polyline(g, curve, x, (i) => y(equityValue(curve, i, unit)));
    g.setLineDash([]);
    g.lineWidth = 1;
  });
  curves.toReversed().forEach((curve, place) => {
    const index = curves.length - 1 - place;
    const last = equityValue(curve, curve.time.length - 1, unit);
    const label = unit === 'percent' ? `${formatSigned(last, 2)} %` : formatFixed(last, places);
    tag(g, picture, Math.round(y(last)), right, label, index === 0);
  });
}

function paintDrawdown(
  g: CanvasRenderingContext2D,
  picture: EquityPicture,
  x: (time: number) => number,
  right: number,
  { top, bottom }: Band,
): void {
  const { curves, color } = picture;
  const worst = Math.min(-1e-4, ...curves.map((curve) => curve.drawdown.reduce((a, b) => Math.min(a, b), 0)));
  const y = (value: number): number => top + (value / worst) * (bottom - top);
  for (const value of ticks(worst * 100, 0, 3)) {
    const text = value === 0 ? '0 %' : `${formatSigned(value, worst > -0.02 ? 2 : 0)} %`;
    gridLine(g, picture, Math.round(y(value / 100)), right, text);
  }
  const [first, ...others] = curves;
  if (first !== undefined) {
    g.beginPath();
    g.moveTo(x(first.time[0] ?? 0), y(0));
    for (let i = 0; i < first.time.length; i++) {
      if (i > 0) g.lineTo(x(first.time[i] ?? 0), y(first.drawdown[i - 1] ?? 0));
      g.lineTo(x(first.time[i] ?? 0), y(first.drawdown[i] ?? 0));
    }
    g.lineTo(x(first.time.at(-1) ?? 0), y(0));
    g.closePath();
    g.fillStyle = color('--down-soft');
    g.fill();
    g.strokeStyle = color('--down');
    polyline(g, first, x, (i) => y(first.drawdown[i] ?? 0));
  }
  others.forEach((curve, index) => {
    g.strokeStyle = color(SERIES[index + 1] ?? '--series-4');
    g.setLineDash([...(DASHES[index + 1] ?? [])]);
    polyline(g, curve, x, (i) => y(curve.drawdown[i] ?? 0));
    g.setLineDash([]);
  });
  g.fillStyle = color('--text-3');
  g.textAlign = 'left';
  g.textBaseline = 'top';
  g.fillText('Drawdown', 12, top - GAP + 3);
}

function timeAxis(
  g: CanvasRenderingContext2D,
  { axis, color }: EquityPicture,
  x: (time: number) => number,
  right: number,
  bottom: number,
): void {
  g.textBaseline = 'middle';
  g.textAlign = 'left';
  let free = 0;
  for (const session of axis) {
    const at = Math.round(x(session.from));
    if (at < free) continue;
    const label = shortDate(session.date);
    const width = g.measureText(label).width;
    if (at + width > right) break;
    g.strokeStyle = color('--chart-grid');
    line(g, at + 0.5, 0, at + 0.5, bottom);
    g.fillStyle = color('--text-3');
    g.fillText(label, at, bottom + 10);
    free = at + width + 40;
  }
  g.strokeStyle = color('--line-1');
  line(g, 0, bottom + 0.5, right, bottom + 0.5);
  line(g, right + 0.5, 0, right + 0.5, bottom);
}

function gridLine(
  g: CanvasRenderingContext2D,
  { color }: EquityPicture,
  y: number,
  right: number,
  label: string,
): void {
  g.strokeStyle = color('--chart-grid');
  line(g, 0, y + 0.5, right, y + 0.5);
  g.fillStyle = color('--text-3');
  g.textAlign = 'left';
  g.textBaseline = 'middle';
  g.fillText(label.replace('-', MINUS), right + 8, y);
}

function tag(
  g: CanvasRenderingContext2D,
  { color }: EquityPicture,
  y: number,
  right: number,
  label: string,
  isFirst: boolean,
): void {
  g.fillStyle = color(isFirst ? '--accent-fill' : '--chart-tag');
  g.fillRect(right + 1, y - 9, AXIS_WIDTH - 1, 18);
  g.fillStyle = color(isFirst ? '--on-accent' : '--chart-tag-ink');
  g.textAlign = 'left';
  g.textBaseline = 'middle';
  g.fillText(label, right + 8, y);
}

/** In steps: between two points equity stays what it was, because nothing was held. */
function polyline(
  g: CanvasRenderingContext2D,
  { time }: ResultCurve,
  x: (time: number) => number,
  y: (index: number) => number,
): void {
  g.beginPath();
  for (let i = 0; i < time.length; i++) {
    const at = x(time[i] ?? 0);
    if (i === 0) g.moveTo(at, y(i));
    else {
      g.lineTo(at, y(i - 1));
      g.lineTo(at, y(i));
    }
  }
  g.stroke();
}

function line(g: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  g.beginPath();
  g.moveTo(x1, y1);
  g.lineTo(x2, y2);
  g.stroke();
}
