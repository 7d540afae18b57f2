import { expect, test } from 'vitest';

import { FIGURES } from '../gauntlet/figures.ts';

const SEED = 1;

/** A few cases of each, always the same; `npm run gauntlet` plays all. */
test.each(FIGURES)(
  '$id, $title',
  async (figure) => {
    const failed: string[] = [];
    const { cases, failures, notRun } = await figure.run({
      full: false,
      seed: SEED,
      report: (failure) => void failed.push(failure),
    });
    console.log(
      `${figure.id}: ${notRun === undefined ? `${cases} cases, ${failures} failures` : `not run: ${notRun}`}`,
    );
    expect({ failed, failures }).toEqual({ failed: [], failures: 0 });
    expect(notRun ?? cases).toBeTruthy();
  },
  600_000,
);
