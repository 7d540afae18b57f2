import { describe, expect, it } from 'vitest';
import { FIRST_WINDOW, windowBars } from '../../../renderer/chart/window-size.ts';

describe('the bars that a chart asks for', () => {
  it('are few at the first zoom, whatever the width of the screen', () => {
    expect(windowBars(80, FIRST_WINDOW)).toBe(512);
    expect(windowBars(310, FIRST_WINDOW)).toBe(512);
  });

  it('grow with what is in sight, up to a limit', () => {
    expect([313, 824, 825, 8_000].map((visible) => windowBars(visible, FIRST_WINDOW))).toEqual([
      1_024, 1_024, 2_048, 2_048,
    ]);
  });

  it('stay while zooming to and fro, and shrink where they are far too many', () => {
    expect(windowBars(320, 2_048)).toBe(2_048);
    expect(windowBars(100, 1_024)).toBe(1_024);
    expect(windowBars(100, 2_048)).toBe(512);
  });
});
