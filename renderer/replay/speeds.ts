import type { Speed } from '../../shared/session/replay.ts';

/** Speeds on offer, session seconds per wall second; any other from 0.1 to 10,000 is legal too (C3). */
export const SPEEDS: readonly Speed[] = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1_000, 3_600, 10_000, 'max'];

/** The next offered speed above (1) or below (-1) one that need not be on offer; itself at the end of the list. */
export function nextSpeed(speed: Speed, direction: 1 | -1): Speed {
  const value = speed === 'max' ? Number.POSITIVE_INFINITY : speed;
  const valueOf = (one: Speed): number => (one === 'max' ? Number.POSITIVE_INFINITY : one);
  const found =
    direction === 1 ? SPEEDS.find((one) => valueOf(one) > value) : SPEEDS.findLast((one) => valueOf(one) < value);
  return found ?? speed;
}

/** `60×`, `max`. */
export function speedLabel(speed: Speed): string {
  return speed === 'max' ? 'max' : `${speed >= 1_000 ? speed.toLocaleString('en-US') : String(speed)}×`;
}
