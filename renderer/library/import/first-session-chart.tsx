import { useLayoutEffect, useRef, type ReactElement } from 'react';

import type { FirstSession } from '../../../shared/store/import.ts';
import { clockOfSeconds } from '../../state/zone-time.ts';
import { formatFixed } from '../../ui/format.ts';
import { useShownTheme } from '../../ui/use-shown-theme.ts';
import { useSize } from '../../ui/use-size.ts';

const AXIS_WIDTH = 54;
const AXIS_HEIGHT = 20;
const HEAD = 22;

export interface FirstSessionChartProps {
  readonly session: FirstSession;
  /** Seconds to add to an instant to read wall time in the calendar's zone. */
  readonly offset: number;
  readonly places: number;
}

/** Closes and volumes of a file's first session against the exchange's hours: stamps in a wrong zone stand beside the shaded span. */
export function FirstSessionChart({ session, offset, places }: FirstSessionChartProps): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(box);
  const theme = useShownTheme();

  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (canvas.current === null || context === null || context === undefined || size.width === 0) return;
    const ratio = window.devicePixelRatio || 1;
    canvas.current.width = size.width * ratio;
    canvas.current.height = size.height * ratio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    draw(context, size.width, size.height, session, offset, places);
  }, [size, session, offset, places, theme]);

  const clock = (time: number): string => clockOfSeconds((((time + offset) % 86_400) + 86_400) % 86_400).slice(0, 5);
  const summary = `${session.inside} rows inside ${clock(session.open)} to ${clock(session.close)}, ${session.before} before, ${session.after} after`;
  return (
    <div ref={box} className="sess">
      <canvas ref={canvas} role="img" aria-label={summary} />
    </div>
  );
}

function color(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function draw(
  g: CanvasRenderingContext2D,
  width: number,
  height: number,
  session: FirstSession,
  offset: number,
  places: number,
): void {
  const { times, closes, volumes, open, close } = session;
  g.font = `11px ${color('--font-ui')}`;
  g.textBaseline = 'middle';
  g.fillStyle = color('--chart-ground');
  g.fillRect(0, 0, width, height);
  const plotWidth = width - AXIS_WIDTH;
  const plotHeight = height - AXIS_HEIGHT;
  const from = Math.min(open, times[0] ?? open);
  const to = Math.max(close, times.at(-1) ?? close);
  const pad = 14;
  const x = (time: number): number => pad + ((time - from) / Math.max(1, to - from)) * (plotWidth - 2 * pad);

  const left = x(open);
  const right = x(close);
  g.fillStyle = color('--accent-soft');
  g.fillRect(left, 0, right - left, plotHeight);

  const low = Math.min(...closes);
  const high = Math.max(...closes);
  const priceTop = HEAD + 8;
  const priceBottom = Math.max(priceTop + 10, plotHeight * 0.72);
  const y = (price: number): number =>
    priceTop + ((high - price) / Math.max(1e-9, high - low)) * (priceBottom - priceTop);

  g.textAlign = 'left';
  const step = niceStep((high - low) / 4);
  for (let price = Math.ceil(low / step) * step; price <= high && step > 0; price += step) {
    const line = Math.round(y(price)) + 0.5;
    g.strokeStyle = color('--chart-grid');
    g.beginPath();
    g.moveTo(0, line);
    g.lineTo(plotWidth, line);
    g.stroke();
    g.fillStyle = color('--text-3');
    g.fillText(formatFixed(price, places), plotWidth + 6, line);
  }

  const most = volumeCut(volumes);
  const [insideColor, outsideColor] = [color('--text-3'), color('--line-2')];
  volumes.forEach((volume, index) => {
    const inside = (times[index] ?? 0) >= open && (times[index] ?? 0) < close;
    g.fillStyle = inside ? insideColor : outsideColor;
    const bar = Math.min(1, volume / most) * plotHeight * 0.22;
    g.fillRect(Math.round(x(times[index] ?? from)), plotHeight - bar, 1, bar);
  });

  g.strokeStyle = color('--text-1');
  g.lineWidth = 1.25;
  g.beginPath();
  closes.forEach((price, index) => {
    const place = [x(times[index] ?? from), y(price)] as const;
    if (index === 0) g.moveTo(...place);
    else g.lineTo(...place);
  });
  g.stroke();

  g.strokeStyle = color('--accent');
  g.lineWidth = 1;
  g.setLineDash([3, 3]);
  for (const edge of [left, right]) {
    g.beginPath();
    g.moveTo(Math.round(edge) + 0.5, 0);
    g.lineTo(Math.round(edge) + 0.5, plotHeight);
    g.stroke();
  }
  g.setLineDash([]);

  labels(g, session, { left, right, plotWidth });
  g.strokeStyle = color('--line-1');
  g.strokeRect(-1, plotHeight + 0.5, width + 2, AXIS_HEIGHT + 2);
  g.fillStyle = color('--text-3');
  g.textAlign = 'center';
  let free = 0;
  const isEdge = (time: number): boolean => time === open || time === close;
  const marks = hourMarks(from, to, offset).filter(
    (time) => Math.abs(x(time) - left) > 44 && Math.abs(x(time) - right) > 44,
  );
  for (const time of [...marks, open, close].sort((a, b) => a - b)) {
    const place = Math.min(plotWidth - 18, Math.max(18, x(time)));
    if (place < free && !isEdge(time)) continue;
    g.fillText(
      clockOfSeconds((((time + offset) % 86_400) + 86_400) % 86_400).slice(0, 5),
      place,
      plotHeight + AXIS_HEIGHT / 2,
    );
    free = place + 52;
  }
}

/** Volumes are cut at their 98th percentile, so that one print does not flatten the rest. */
function volumeCut(volumes: readonly number[]): number {
  const sorted = [...volumes].sort((a, b) => a - b);
  return Math.max(1e-9, sorted[Math.floor(sorted.length * 0.98)] ?? 0, (sorted.at(-1) ?? 0) / 1_000);
}

function labels(
  g: CanvasRenderingContext2D,
  session: FirstSession,
  { left, right, plotWidth }: { left: number; right: number; plotWidth: number },
): void {
  const center = HEAD / 2 + 2;
  g.textAlign = 'left';
  g.fillStyle = color('--accent');
  g.fillText(`${formatFixed(session.inside, 0)} in hours`, left + 5, center);
  g.fillStyle = color('--text-3');
  if (session.before > 0 && left > 60) {
    g.textAlign = 'right';
    g.fillText(`before ${formatFixed(session.before, 0)}`, left - 6, center);
  }
  if (session.after > 0 && plotWidth - right > 60) {
    g.textAlign = 'left';
    g.fillText(`after ${formatFixed(session.after, 0)}`, right + 6, center);
  }
}

/** Full hours of wall time, far enough apart to be labelled. */
function hourMarks(from: number, to: number, offset: number): number[] {
  const every = [1, 2, 4, 6, 12].find((hours) => (to - from) / (hours * 3_600) <= 8) ?? 24;
  const length = every * 3_600;
  const marks: number[] = [];
  for (let time = Math.ceil((from + offset) / length) * length - offset; time <= to; time += length) marks.push(time);
  return marks;
}

function niceStep(raw: number): number {
  if (!(raw > 0)) return 0;
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = raw / power;
  return (factor <= 1.4 ? 1 : factor <= 2.6 ? 2 : factor <= 7 ? 5 : 10) * power;
}
