import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ChildReply } from '../../../electron/store/import/child-messages.ts';
import { ChildPool, type PooledFile } from '../../../electron/store/import/child-pool.ts';
import type { ChildLike } from '../../../electron/store/import/import-process.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const fileOf = (bytes: number): PooledFile => ({
  file: { path: 'SPY.csv', name: 'SPY.csv', staged: '/staging/x', sha256: 'x', bytes },
  folder: '/staging',
  options: {},
  calendars: [],
});

test('a child that hangs on a file is killed after half a minute and a second per 200 kB, and the next file gets another child', async () => {
  const children: { kills: number }[] = [];
  const start = (): ChildLike => {
    const child = { kills: 0 };
    const isHanging = children.push(child) === 1;
    let answer: (reply: ChildReply) => void = () => undefined;
    return {
      send: ({ id }) => {
        if (!isHanging) answer({ id, result: { shape: 'a shape' } });
      },
      onMessage: (listener) => (answer = listener),
      onExit: () => undefined,
      kill: () => void child.kills++,
    };
  };
  const pool = new ChildPool(start, 1);
  let failure: unknown;
  const hanging = pool.use(fileOf(2_000_000), undefined, () => Promise.resolve()).catch((error: unknown) => (failure = error)); // prettier-ignore
  await vi.advanceTimersByTimeAsync(39_999);
  expect(failure).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1);
  await hanging;
  expect(failure).toMatchObject({ code: 'timeout', message: expect.stringContaining('within 40 s') as string });
  expect(children[0]?.kills).toBeGreaterThan(0);

  expect(await pool.use(fileOf(100), undefined, (_, shape) => Promise.resolve(shape))).toBe('a shape');
  expect(children).toHaveLength(2);
  pool.close();
});
