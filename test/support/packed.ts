import { parseInterval, type Interval } from '../../shared/market/interval.ts';
import { MICROS_PER_SECOND } from '../../shared/market/time.ts';
import { BAR_STRIDE, QUOTE_STRIDE, type ChartFrame } from '../../shared/session/replay.ts';

/** Packed bars that open at the given seconds since the epoch; each closes at its own time, so that a test can tell them apart. */
export function packedBars(...seconds: readonly number[]): Float64Array {
  const packed = new Float64Array(seconds.length * BAR_STRIDE);
  for (const [row, time] of seconds.entries())
    packed.set([time * MICROS_PER_SECOND, time, time + 1, time - 1, time, 10, 1, 1, 0], row * BAR_STRIDE);
  return packed;
}

/** Packed quotes of `[known at second, bid, ask]`. */
export function packedQuotes(...quotes: readonly (readonly [number, number, number])[]): Float64Array {
  const packed = new Float64Array(quotes.length * QUOTE_STRIDE);
  for (const [row, [time, bid, ask]] of quotes.entries())
    packed.set([time * MICROS_PER_SECOND, bid, ask], row * QUOTE_STRIDE);
  return packed;
}

/** Missing spans of `[from second, to second)`. */
export function packedGaps(...gaps: readonly (readonly [number, number])[]): Float64Array {
  return Float64Array.from(gaps.flat().map((second) => second * MICROS_PER_SECOND));
}

/** A frame of a chart that brings nothing but what is given. */
export function chartFrame(given: Partial<ChartFrame>): ChartFrame {
  const none = new Float64Array(0);
  return {
    id: 'c',
    reset: false,
    bars: none,
    forming: none,
    gaps: none,
    quotes: none,
    plots: [],
    hasOlder: false,
    ...given,
  };
}

/** `1s`, `5m`, of text that is one. */
export function interval(text: string): Interval {
  const parsed = parseInterval(text);
  if (parsed === undefined) throw new Error(`the test gives ${text}, which is no interval`);
  return parsed;
}
