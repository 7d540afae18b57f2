import type { Interval } from '../../shared/market/interval.ts';
import { intervalMicros } from '../../shared/market/interval.ts';
import { micros, MICROS_PER_SECOND } from '../../shared/market/time.ts';
import type { ZoneTime } from '../state/zone-time.ts';
import { directionOf, formatChange, formatFixed, formatVolume } from '../ui/format.ts';
import type { PriceText } from '../ui/price-text.ts';
import type { BarItem } from './chart-item.ts';

export interface Legend {
  /** Open, high, low, close as text. */
  readonly prices: readonly (readonly [name: string, value: string])[];
  readonly change: string;
  readonly direction: 'up' | 'down' | 't3';
  /** Time and volume, or how far the bar is. */
  readonly detail: string;
}

/** A plotted line in the legend. */
export interface LegendPlot {
  readonly name: string;
  readonly value: number;
  readonly colour: string;
}

/** A plotted value: it has no unit to go by, so its size says how many places it has. */
export function plotText(value: number): string {
  const size = Math.abs(value);
  return formatFixed(value, size >= 100_000 ? 0 : size >= 1_000 ? 1 : size >= 1 ? 2 : 4);
}

/** Pixels that prices keep clear of the legend. */
export function legendHeight(hasPlots: boolean): number {
  return hasPlots ? 52 : 38;
}

export interface LegendContext {
  readonly interval: Interval;
  readonly prices: PriceText;
  readonly zone: ZoneTime;
  /** Session clock in seconds since the epoch. */
  readonly clock: number;
}

/** What the legend says of a bar. The change is that of the bar itself, open to close. */
export function legendOf(bar: BarItem, { interval, prices, zone, clock }: LegendContext): Legend {
  const change = bar.open === 0 ? 0 : bar.close / bar.open - 1;
  return {
    prices: [
      ['O', prices.exact(bar.open)],
      ['H', prices.exact(bar.high)],
      ['L', prices.exact(bar.low)],
      ['C', prices.exact(bar.close)],
    ],
    change: formatChange(change),
    direction: directionOf(Math.round(change * 10_000)),
    detail: detailOf(bar, interval, zone, clock),
  };
}

function detailOf(bar: BarItem, interval: Interval, zone: ZoneTime, clock: number): string {
  const volume = `volume ${formatVolume(bar.volume)}`;
  const length = intervalMicros(interval) / MICROS_PER_SECOND;
  if (bar.kind === 'forming') {
    return length >= 86_400
      ? `forming, ${volume}`
      : `forming, ${duration(Math.max(0, clock - bar.time))} of ${duration(length)}, ${volume}`;
  }
  const time = micros(bar.time * MICROS_PER_SECOND);
  const stamp =
    length >= 86_400
      ? zone.longDate(time)
      : `${zone.shortDate(time)} ${length % 60 === 0 ? zone.minutes(time) : zone.seconds(time)}`;
  const parts = [stamp, volume];
  if (bar.kind === 'filled') parts.push('filled');
  if (bar.expected > bar.present) parts.push(`${bar.present} of ${bar.expected} slots`);
  return parts.join(', ');
}

/** `2:07`, `1:05:00`, of seconds. */
export function duration(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  return minutes >= 60
    ? `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`
    : `${minutes}:${two(whole % 60)}`;
}
