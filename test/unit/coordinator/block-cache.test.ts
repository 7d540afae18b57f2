import { describe, expect, it } from 'vitest';
import { BlockCache } from '../../../electron/coordinator/block-cache.ts';
import { testRun } from '../../support/blocks.ts';

const seconds = Array.from({ length: 600 }, (_, index) => index);
const { blocks } = testRun(
  [{ type: 'bars', symbol: 'A', interval: '1s' }],
  Array.from({ length: 9 }, () => ({ seconds: 600, rows: [seconds] })),
);
/** Bars of one block: 600 rows of six doubles and a flag, and 600 slots. */
const BLOCK = 600 * (6 * 8 + 1) + 600;

function cacheOf(limit: number): { cache: BlockCache; needs: number[]; forgotten: number[] } {
  const needs: number[] = [];
  const forgotten: number[] = [];
  const source = {
    need: (index: number) => needs.push(index),
    forget: (list: readonly number[]) => forgotten.push(...list),
  };
  return { cache: new BlockCache(blocks.length, source, limit), needs, forgotten };
}

describe('resident blocks', () => {
  it('are asked for once, the next session ahead of need (D5)', () => {
    const { cache, needs } = cacheOf(9 * BLOCK);
    cache.expect(0);
    cache.moveTo(0);
    cache.moveTo(0);
    expect(needs).toEqual([0, 1]);
    cache.arrived(blocks[0]!);
    cache.expect(0);
    expect([needs, cache.loaded]).toEqual([[0, 1], [0]]);
  });

  it('are fetched a few ahead on the way to a later session, and never beyond it', () => {
    const { cache, needs, forgotten } = cacheOf(9 * BLOCK);
    cache.expect(0);
    cache.moveTo(0, 5);
    expect(needs).toEqual([0, 1, 2, 3]);
    cache.moveTo(1, 5);
    cache.moveTo(4, 5);
    expect(needs).toEqual([0, 1, 2, 3, 4, 5]);
    cache.moveTo(5, 5);
    expect([needs.at(-1), forgotten]).toEqual([6, [0, 1, 2, 3]]);
  });

  it('stay within their bytes, least used first to go, never the current session or its neighbours (D8)', () => {
    const { cache } = cacheOf(4 * BLOCK);
    for (let index = 0; index < 7; index++) {
      cache.moveTo(index);
      cache.arrived(blocks[index]!);
    }
    expect(cache.loaded).toEqual([3, 4, 5, 6]);
    cache.moveTo(4);
    cache.arrived(blocks[1]!);
    expect(cache.loaded).toEqual([1, 3, 4, 5]);
    const { cache: tight } = cacheOf(0);
    tight.moveTo(1);
    for (const index of [0, 1, 2, 3]) tight.arrived(blocks[index]!);
    expect(tight.loaded).toEqual([0, 1, 2]);
  });

  it('that nobody needs any more are forgotten, those someone waits for are not', async () => {
    const { cache, needs, forgotten } = cacheOf(9 * BLOCK);
    cache.moveTo(0);
    const waiting = cache.load(7);
    cache.moveTo(4);
    expect([needs, forgotten]).toEqual([[1, 7, 5], [1]]);
    cache.arrived(blocks[7]!);
    expect((await waiting).index).toBe(7);
  });

  it('that failed say why, and are asked for again when they are needed again', async () => {
    const { cache, needs } = cacheOf(9 * BLOCK);
    const waiting = cache.load(3);
    cache.failed(3, { code: 'store-damaged', message: 'A file is damaged.' });
    await expect(waiting).rejects.toMatchObject({ code: 'store-damaged' });
    expect(cache.errorOf(3)?.message).toBe('A file is damaged.');
    cache.moveTo(2);
    expect(needs).toEqual([3]);
    cache.expect(3);
    expect([needs, cache.errorOf(3)]).toEqual([[3, 3], undefined]);
  });
});
