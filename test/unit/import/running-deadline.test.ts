import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runningDeadline } from '../../../electron/store/import/running-deadline.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a deadline passes when its time has been run through', () => {
  const expire = vi.fn();
  runningDeadline(3_000, expire);
  vi.advanceTimersByTime(2_999);
  expect(expire).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  vi.advanceTimersByTime(60_000);
  expect(expire).toHaveBeenCalledTimes(1);
});

test('hours in which the computer slept count as one second at most', () => {
  const expire = vi.fn();
  runningDeadline(3_000, expire);
  vi.advanceTimersByTime(500);
  // On waking, an interval that came due many times runs once.
  vi.setSystemTime(Date.now() + 8 * 3_600_000);
  vi.advanceTimersByTime(500);
  expect(expire).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2_000);
  expect(expire).toHaveBeenCalledTimes(1);
});

test('one that is called off never passes', () => {
  const expire = vi.fn();
  runningDeadline(1_000, expire)();
  vi.advanceTimersByTime(10_000);
  expect(expire).not.toHaveBeenCalled();
});
