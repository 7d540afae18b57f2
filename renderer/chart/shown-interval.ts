import { compareIntervals, intervalMicros, type Interval } from '../../shared/market/interval.ts';

/** Pixels that a bar of the next coarser interval has when it takes over. */
const COARSER_SPACING = 6;
/** Bounds of the spacing in pixels at which bars give way to coarser ones. */
const LEAST_SPACING = 0.25;
const MOST_SPACING = 1.6;
/** How much wider than that finer bars must be to come back, so that the choice does not flicker. */
const HYSTERESIS = 2.2;

/** Spacing below which bars give way to ones `ratio` times as long. */
function givesWayAt(ratio: number): number {
  return Math.min(MOST_SPACING, Math.max(LEAST_SPACING, COARSER_SPACING / ratio));
}

/** The interval to show: `wanted` at usual zoom, the coarser derived ones when bars of `shown` at `spacing` pixels each would run into
 * one another, and back. `available` are the intervals the run has for the symbol, in any order. */
export function intervalForSpacing(
  wanted: Interval,
  shown: Interval,
  spacing: number,
  available: readonly Interval[],
): Interval {
  const choices = available.filter((interval) => compareIntervals(interval, wanted) >= 0).sort(compareIntervals);
  let index = choices.indexOf(shown);
  if (index === -1) return wanted;
  const ratio = (coarse: number): number =>
    intervalMicros(choices[coarse] as Interval) / intervalMicros(choices[coarse - 1] as Interval);
  let width = spacing;
  while (index < choices.length - 1 && width < givesWayAt(ratio(index + 1))) {
    index += 1;
    width *= ratio(index);
  }
  while (index > 0 && width / ratio(index) >= HYSTERESIS * givesWayAt(ratio(index))) {
    width /= ratio(index);
    index -= 1;
  }
  return choices[index] as Interval;
}
