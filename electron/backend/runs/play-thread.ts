import { parentPort, workerData } from 'node:worker_threads';

import { fromErrorShape, toErrorShape } from '../../../shared/lang/app-error.ts';
import { ensure } from '../../../shared/lang/invariant.ts';
import type { SessionBlock } from '../../../shared/session/block.ts';
import { StrategyActivity } from '../../../shared/trading/strategy-activity.ts';
import { onStrayPromise } from '../../coordinator/strategy/stray-promises.ts';
import type { FromPlayThread, ToPlayThread } from './play-messages.ts';
import { playHere, type RunInput } from './play-here.ts';

/** Entry of a thread that plays one run with a strategy of the user's own. It never touches DuckDB, so that it can be stopped at any moment. */
const port = ensure(parentPort ?? undefined, 'parent of the playing thread');
const { input, activity } = workerData as { readonly input: RunInput; readonly activity: SharedArrayBuffer };
const cancel = new AbortController();
const awaited = new Map<number, { resolve: (block: SessionBlock) => void; reject: (error: Error) => void }>();

port.on('message', (message: ToPlayThread) => {
  if (message.type === 'cancel') return cancel.abort();
  const index = message.type === 'block' ? message.block.index : message.index;
  const waiting = awaited.get(index);
  awaited.delete(index);
  if (message.type === 'block') waiting?.resolve(message.block);
  else waiting?.reject(fromErrorShape(message.error));
});

onStrayPromise((error) => post({ type: 'failed', error: toErrorShape(error) }));

playHere(
  input,
  {
    signal: cancel.signal,
    loadBlock: (index) =>
      new Promise((resolve, reject) => {
        awaited.set(index, { resolve, reject });
        post({ type: 'need', index });
      }),
    progress: (progress, detail) => post({ type: 'progress', progress, detail }),
    writeLog: (bytes) => post({ type: 'log', bytes: bytes.slice() }),
  },
  new StrategyActivity(activity),
)
  .then(
    (played) => post({ type: 'done', played }),
    (error: unknown) => post({ type: 'failed', error: toErrorShape(error) }),
  )
  .finally(() => port.close());

function post(message: FromPlayThread): void {
  port.postMessage(message);
}
