import { describe, expect, it } from 'vitest';

import { stretchesOf } from '../../../electron/store/stretches.ts';
import { MICROS_PER_DAY, type Micros } from '../../../shared/market/time.ts';

const file = (firstDay: number, lastDay: number): { first: Micros; last: Micros } => ({
  first: (firstDay * MICROS_PER_DAY) as Micros,
  last: (lastDay * MICROS_PER_DAY) as Micros,
});

describe('stretches of files', () => {
  it('join what lies within a week, in any order, and keep apart what lies further', () => {
    const files = [file(30, 31), file(0, 4), file(7, 11), file(18, 19)];
    expect(stretchesOf(files)).toEqual([file(0, 19), file(30, 31)]);
  });

  it('are not shortened by a file inside another', () => {
    expect(stretchesOf([file(0, 10), file(2, 3), file(16, 17)])).toEqual([file(0, 17)]);
  });
});
