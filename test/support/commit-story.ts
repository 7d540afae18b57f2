import type { NormalisedFile } from '../../electron/store/normalised.ts';
import type { Store } from '../../electron/store/store.ts';
import { barsKey, Stager, tradesKey, type Row } from './staged.ts';

const start = 1_381_152_600_000_000;
const bar = (second: number, price: number): Row => [start + second * 1e6, price, price, price, price, 100];
const SPY = barsKey('SPY');

/** Four commits that use every path: a first import, an overlap with corrections, a wider scale, trades that merge. */
export const STORY_STEPS = 4;

async function step(stager: Stager, number: number): Promise<NormalisedFile[]> {
  switch (number) {
    case 0:
      return [await stager.file('first', { key: SPY, rows: [bar(0, 10.25), bar(1, 11), bar(2, 12)] })];
    case 1:
      return [
        await stager.file('correction', { key: SPY, rows: [bar(2, 12.5), bar(3, 13)] }),
        await stager.file('later', { key: SPY, rows: [bar(60, 14), bar(61, 14)] }),
      ];
    case 2:
      return [
        await stager.file(
          'finer',
          { key: SPY, rows: [bar(120, 10.1251)] },
          { key: tradesKey('SPY'), rows: [[start, 10.5, 5, 1]] },
        ),
      ];
    default:
      return [await stager.file('trades', { key: tradesKey('SPY'), rows: [[start, 10.5, 5, 1], [start, 10.5, 5, 1], [start + 1, 11, 1, 2]] })]; // prettier-ignore
  }
}

/** Makes the commits of the story from `from` on; `acknowledged` hears of each that returned. */
export async function commitStory(store: Store, acknowledged: (step: number) => unknown, from = 0): Promise<void> {
  const stager = await Stager.open(await store.staging());
  try {
    for (let number = from; number < STORY_STEPS; number++) {
      await store.commitFiles(await step(stager, number));
      await acknowledged(number);
    }
  } finally {
    await stager.close();
  }
}
