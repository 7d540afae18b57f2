import { micros, MICROS_PER_SECOND } from '../../shared/market/time.ts';
import type { SessionStrip } from '../../shared/session/replay.ts';
import { formatPercent } from '../ui/format.ts';
import { qualityStep } from '../ui/quality-step.ts';
import { shortDate, monthName } from '../state/zone-time.ts';
import type { ScrubGeometry, SessionSpan } from './scrub-geometry.ts';

/** Rows of the track, pixels from its top: labels, price line, quality, loaded. */
export const LABELS = 14;
const LINE = 27;
const QUALITY = 5;
const LOADED = 2;
export const TRACK_HEIGHT = LABELS + LINE + QUALITY + 1 + LOADED;

export interface PriceLine {
  /** Opens in micros, ascending, up to the clock. */
  readonly times: readonly number[];
  readonly closes: readonly number[];
}

export interface ScrubPicture {
  readonly geometry: ScrubGeometry;
  readonly strips: readonly SessionStrip[];
  readonly loaded: readonly number[];
  readonly currentIndex: number;
  /** Value of a colour or font token. */
  readonly token: (name: string) => string;
}

export interface LinePicture {
  readonly geometry: ScrubGeometry;
  readonly line: PriceLine;
  readonly colour: string;
}

/** Draws what stays while the clock moves within a session: labels, quality, what is loaded. The context is scaled to CSS pixels. */
export function paintGround(context: CanvasRenderingContext2D, width: number, picture: ScrubPicture): void {
  const { geometry, token } = picture;
  context.clearRect(0, 0, width, TRACK_HEIGHT);
  context.font = `11px ${token('--font-ui')}`;
  context.textBaseline = 'alphabetic';
  for (const span of geometry.spans) paintSession(context, span, picture);
  paintLabels(context, picture);
}

function paintSession(context: CanvasRenderingContext2D, span: SessionSpan, picture: ScrubPicture): void {
  const { token, strips, loaded, currentIndex } = picture;
  const { index } = span.session;
  const left = Math.round(span.left);
  const width = Math.max(1, Math.round(span.right) - left);
  context.fillStyle = token(index === currentIndex ? '--surface-3' : '--surface-2');
  context.fillRect(left, LABELS, width, LINE + QUALITY);
  const cells = strips.find((strip) => strip.index === index)?.cells ?? [];
  const top = LABELS + LINE;
  for (const [at, quality] of cells.entries()) {
    if (quality < 0) continue;
    const from = Math.round(span.left + (at / cells.length) * (span.right - span.left));
    const to = Math.round(span.left + ((at + 1) / cells.length) * (span.right - span.left));
    context.fillStyle = token(`--q${qualityStep(quality)}`);
    context.fillRect(from, top, Math.max(1, to - from), QUALITY);
  }
  if (!loaded.includes(index)) return;
  context.fillStyle = token('--text-3');
  context.fillRect(left, top + QUALITY + 1, width, LOADED);
}

function paintLabels(context: CanvasRenderingContext2D, { geometry, strips, currentIndex, token }: ScrubPicture): void {
  let free = Number.NEGATIVE_INFINITY;
  let month = '';
  const isWide = geometry.spans.every(({ left, right }) => right - left >= 64);
  for (const { session, left, right } of geometry.spans) {
    const isNewMonth = session.date.slice(0, 7) !== month;
    month = session.date.slice(0, 7);
    const text = isWide ? shortDate(session.date) : isNewMonth ? monthName(session.date) : '';
    if (text === '' || left < free) continue;
    context.textAlign = 'left';
    context.fillStyle = token(isWide && session.index === currentIndex ? '--text-1' : '--text-3');
    context.fillText(text, left, LABELS - 4);
    free = left + context.measureText(text).width + 8;
    const quality = strips.find((strip) => strip.index === session.index)?.quality;
    if (quality === undefined || !isWide) continue;
    const figure = formatPercent(quality);
    if (right - context.measureText(figure).width < free) continue;
    context.textAlign = 'right';
    context.fillStyle = token('--text-3');
    context.fillText(figure, right, LABELS - 4);
  }
}

/** Draws the price line up to the clock on a canvas of its own. */
export function paintLine(
  context: CanvasRenderingContext2D,
  width: number,
  { geometry, line, colour }: LinePicture,
): void {
  const { times, closes } = line;
  context.clearRect(0, 0, width, TRACK_HEIGHT);
  if (times.length === 0) return;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const first = geometry.spans[0]?.session.open ?? 0;
  for (const [at, close] of closes.entries()) {
    if ((times[at] as number) < first) continue;
    low = Math.min(low, close);
    high = Math.max(high, close);
  }
  const range = high - low;
  const y = (close: number): number =>
    LABELS + 3 + (range > 0 ? (1 - (close - low) / range) * (LINE - 7) : (LINE - 7) / 2);
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  let at = 0;
  for (const { session, left, right } of geometry.spans) {
    const scale = (right - left) / (session.close - session.open);
    let isDrawing = false;
    while (at < times.length && (times[at] as number) < session.open) at += 1;
    for (; at < times.length && (times[at] as number) < session.close; at++) {
      const x = left + ((times[at] as number) - session.open) * scale;
      if (isDrawing) context.lineTo(x, y(closes[at] as number));
      else context.moveTo(x, y(closes[at] as number));
      isDrawing = true;
    }
  }
  context.stroke();
}

/** Least pixels between two arrows of one side. */
const TICK_APART = 5;

export interface TicksPicture {
  readonly geometry: ScrubGeometry;
  /** Up to the clock; `time` in seconds. */
  readonly fills: readonly { readonly time: number; readonly quantity: number }[];
  readonly up: string;
  readonly down: string;
}

/** Draws an arrow for each fill: sales at the head of the price line, buys at its foot. Where several would overlap, the first of them. */
export function paintFillTicks(context: CanvasRenderingContext2D, { geometry, fills, up, down }: TicksPicture): void {
  const free = { buy: Number.NEGATIVE_INFINITY, sell: Number.NEGATIVE_INFINITY };
  for (const { time, quantity } of fills) {
    const side = quantity > 0 ? 'buy' : 'sell';
    const x = Math.round(geometry.xOf(micros(time * MICROS_PER_SECOND)));
    if (x < free[side]) continue;
    free[side] = x + TICK_APART;
    const [tip, base] = side === 'buy' ? [LABELS + LINE - 7, LABELS + LINE - 1] : [LABELS + 7, LABELS + 1];
    context.fillStyle = side === 'buy' ? up : down;
    context.beginPath();
    context.moveTo(x, tip);
    context.lineTo(x - 3.5, base);
    context.lineTo(x + 3.5, base);
    context.fill();
  }
}
