import { describe, expect, it } from 'vitest';

import { BlockQueue } from '../../electron/upkeep/block-queue.ts';
import { AppError } from '../../shared/lang/app-error.ts';
import type { SessionBlock } from '../../shared/session/block.ts';
import type { FromUpkeep } from '../../shared/session/upkeep-messages.ts';

/** A queue whose loads end when the test says so. */
function queueByHand() {
  const loads: { readonly index: number; end(error?: Error): Promise<void> }[] = [];
  const posted: Exclude<FromUpkeep, { readonly type: 'repair' }>[] = [];
  const load = (index: number): Promise<SessionBlock> =>
    new Promise((resolve, reject) => {
      const end = async (error?: Error): Promise<void> => {
        if (error === undefined) resolve({ index } as SessionBlock);
        else reject(error);
        await new Promise(setImmediate);
      };
      loads.push({ index, end });
    });
  const queue = new BlockQueue(3, load, (message) => posted.push(message));
  const need = (index: number): void => queue.received({ type: 'need', run: 3, index });
  const sent = (): (number | string)[] =>
    posted.map((message) =>
      message.type === 'block' ? message.block.index : `${message.index} ${message.error.code}`,
    );
  return { queue, loads, need, sent };
}

describe('the queue of blocks', () => {
  it('makes two blocks at once, begun in the order they were asked for, each once', async () => {
    const { queue, loads, need, sent } = queueByHand();
    [4, 1, 4, 2].forEach(need);
    expect(loads.map(({ index }) => index)).toEqual([4, 1]);
    expect(queue.depth).toBe(3);
    await loads[1]?.end();
    expect(loads.map(({ index }) => index)).toEqual([4, 1, 2]);
    await loads[2]?.end();
    await loads[0]?.end();
    expect(sent()).toEqual([1, 2, 4]);
    expect(queue.depth).toBe(0);
  });

  it('does not send a session that was forgotten, whether waiting or in the making', async () => {
    const { queue, loads, need, sent } = queueByHand();
    [0, 1, 2, 3].forEach(need);
    queue.received({ type: 'forget', run: 3, indices: [0, 2] });
    await loads[0]?.end();
    expect(loads.map(({ index }) => index)).toEqual([0, 1, 3]);
    await loads[1]?.end();
    await loads[2]?.end();
    expect(sent()).toEqual([1, 3]);
  });

  it('sends a session that was forgotten and asked for again in the making, made once', async () => {
    const { queue, loads, need, sent } = queueByHand();
    need(0);
    queue.received({ type: 'forget', run: 3, indices: [0] });
    need(0);
    await loads[0]?.end();
    expect([loads.length, sent()]).toEqual([1, [0]]);
  });

  it('tells why a session could not be made and goes on with the next', async () => {
    const { loads, need, sent } = queueByHand();
    [0, 1].forEach(need);
    await loads[0]?.end(new AppError('store-damaged', 'a file is altered'));
    await loads[1]?.end();
    expect(sent()).toEqual(['0 store-damaged', 1]);
  });

  it('takes up work again after it ran empty, and none of another run', async () => {
    const { queue, loads, need, sent } = queueByHand();
    need(0);
    await loads[0]?.end();
    queue.received({ type: 'need', run: 4, index: 9 });
    need(1);
    await loads[1]?.end();
    expect(sent()).toEqual([0, 1]);
  });

  it('sends nothing once it is closed, and closing waits for the loads that run', async () => {
    const { queue, loads, need, sent } = queueByHand();
    [0, 1].forEach(need);
    let isClosed = false;
    const closing = queue.close().then(() => (isClosed = true));
    await new Promise(setImmediate);
    expect(isClosed).toBe(false);
    await loads[1]?.end();
    expect(isClosed).toBe(false);
    await loads[0]?.end();
    await closing;
    expect(sent()).toEqual([]);
  });
});
