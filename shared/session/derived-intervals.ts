import {
  intervalMicros,
  isSessionInterval,
  ONE_DAY,
  ONE_WEEK,
  type BaseInterval,
  type Interval,
} from '../market/interval.ts';
import { MICROS_PER_DAY, MICROS_PER_HOUR, MICROS_PER_MINUTE } from '../market/time.ts';

/** Why an interval cannot be derived from any of the bases, or `undefined` when it can (A5): it must be a whole multiple of a base and
 * divide its parent, the minute, the hour or the day above it, so that bars of all intervals close together. */
export function derivedProblem(interval: Interval, bases: readonly BaseInterval[]): string | undefined {
  if (isSessionInterval(interval)) {
    return interval === ONE_DAY || interval === ONE_WEEK
      ? undefined
      : `${interval} cannot be derived. In sessions there are 1d and 1w.`;
  }
  if (interval === '1s') return '1s is a base interval and cannot be derived. Leave it out.';
  const length = intervalMicros(interval);
  const [parent, name] =
    length <= MICROS_PER_MINUTE
      ? [MICROS_PER_MINUTE, '1m']
      : length <= MICROS_PER_HOUR
        ? [MICROS_PER_HOUR, '1h']
        : [MICROS_PER_DAY, '1d'];
  if (parent % length !== 0)
    return `${interval} does not divide ${name}. Choose a length that does, such as 10s, 2m, 90s or 4h.`;
  if (bases.length > 0 && !bases.some((base) => length % intervalMicros(base) === 0))
    return `${interval} is no whole multiple of ${bases.join(' or ')}, the base of these streams. Stream 1s, or choose another interval.`;
  return undefined;
}
