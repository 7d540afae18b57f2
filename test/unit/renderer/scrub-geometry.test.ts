import { describe, expect, test } from 'vitest';

import { ScrubGeometry } from '../../../renderer/replay/scrub-geometry.ts';
import { runSessions } from '../../support/open-run.ts';
import { at } from '../../support/series.ts';

const full = { open: '13:30', close: '20:00' };
const sessions = runSessions(['2013-11-27', full], ['2013-11-29', { open: '14:30', close: '18:00' }]);

describe('time on the scrub track', () => {
  const track = new ScrubGeometry(sessions, 1_006);

  test('sessions lie side by side, nights left out, as wide as they are long', () => {
    expect(track.spans.map(({ left, right }) => [left, right])).toEqual([
      [0, 650],
      [656, 1_006],
    ]);
  });

  test('an instant has its place in its session', () => {
    expect(track.xOf(at('2013-11-27T16:45:00Z'))).toBe(325);
    expect(track.xOf(at('2013-11-29T18:00:00Z'))).toBe(1_006);
  });

  test('an instant in the night lies at the end of the session before it, one before the run at its start', () => {
    expect(track.xOf(at('2013-11-28T12:00:00Z'))).toBe(650);
    expect(track.xOf(at('2013-11-20T12:00:00Z'))).toBe(0);
  });

  test('a place between sessions is the nearer edge, one beyond the ends the first open or the last close', () => {
    const places = [-50, 651, 655, 5_000].map((x) => track.timeAt(x));
    expect(places).toEqual(
      ['2013-11-27T13:30:00Z', '2013-11-27T20:00:00Z', '2013-11-29T14:30:00Z', '2013-11-29T18:00:00Z'].map(at),
    );
  });

  test('going from a pixel to its time and back stays within that pixel', () => {
    for (let x = 0; x <= 1_006; x++) {
      if (x > 650 && x < 656) continue;
      expect(Math.abs(track.xOf(track.timeAt(x)) - x)).toBeLessThan(0.5);
    }
  });

  test('gaps of many sessions never take more than a fifth of the track', () => {
    const many = new ScrubGeometry(runSessions(...Array.from({ length: 250 }, (_, day) => dayOf(day))), 500);
    const covered = many.spans.reduce((sum, { left, right }) => sum + right - left, 0);
    expect(covered).toBeGreaterThanOrEqual(399.9);
    expect(many.spans.at(-1)?.right).toBeCloseTo(500);
  });
});

function dayOf(day: number): [string, typeof full] {
  return [new Date(Date.UTC(2013, 0, 1 + day)).toISOString().slice(0, 10), full];
}
