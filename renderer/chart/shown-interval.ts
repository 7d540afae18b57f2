import { compareIntervals, intervalMicros, type Interval } from '../../shared/market/interval.ts';

/** Pixels a bar below which coarser bars are shown. */
const LEAST_SPACING = 1.6;
/** Pixels that a finer bar must get before it is shown again: well above {@link LEAST_SPACING}, so that the choice does not flicker. */
const FINER_SPACING = 3.5;

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
  while (index < choices.length - 1 && width < LEAST_SPACING) {
    index += 1;
    width *= ratio(index);
  }
  while (index > 0 && width / ratio(index) >= FINER_SPACING) {
    width /= ratio(index);
    index -= 1;
  }
  return choices[index] as Interval;
}
