import { Worker } from 'node:worker_threads';

import { AppError, fromErrorShape, toErrorShape } from '../../../shared/lang/app-error.ts';
import { ensure } from '../../../shared/lang/invariant.ts';
import { StrategyActivity } from '../../../shared/trading/strategy-activity.ts';
import { CALL_SECONDS, StrategyWatch } from '../strategies/strategy-watch.ts';
import { strategyName } from '../../coordinator/strategy/strategy-factory.ts';
import { strategyStuck, strategyTooLarge } from '../../strategy/runner/strategy-failure.ts';
import type { FromPlayThread, ToPlayThread } from './play-messages.ts';
import type { RunInput, RunOutput } from './play-here.ts';
import type { PlayedRun } from '../../../shared/session/coordinator-messages.ts';

/** A strategy that heard of Ctrl-C has this long to come back from its handler. */
const CANCEL_MS = 1_000;

/** Plays a run in a thread of its own. Sessions are loaded here, where DuckDB is; their columns are shared memory and are not copied.
 * Throws as `playRun`, and `strategy-failed` where a call of the strategy does not return. */
export async function playInThread(input: RunInput, output: RunOutput): Promise<PlayedRun> {
  const { signal } = output;
  const activity = new StrategyActivity();
  const thread = new Worker(new URL('play-thread.js', output.programs ?? import.meta.url), {
    workerData: { input, activity: activity.buffer },
  });
  const loading = new Set<Promise<unknown>>();
  let watch: StrategyWatch | undefined;
  let onAbort = (): void => undefined;
  try {
    return await new Promise<PlayedRun>((resolve, reject) => {
      const post = (message: ToPlayThread): void => thread.postMessage(message);
      const load = (index: number): void => {
        const block = output.loadBlock(index).then(
          (loaded) => post({ type: 'block', block: loaded }),
          (error: unknown) => post({ type: 'no-block', index, error: toErrorShape(error) }),
        );
        loading.add(block);
        void block.finally(() => loading.delete(block));
      };
      watch = new StrategyWatch(activity, (call) => {
        const strategy = strategyName(ensure(input.strategy, 'strategy of a watched run'));
        reject(strategyStuck({ strategy, ...call }, CALL_SECONDS));
      });
      onAbort = () => {
        post({ type: 'cancel' });
        setTimeout(() => reject(new AppError('cancelled', 'The run was cancelled.')), CANCEL_MS).unref();
      };
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) onAbort();
      thread.on('message', (message: FromPlayThread) => {
        switch (message.type) {
          case 'need':
            return load(message.index);
          case 'log':
            return output.writeLog?.(message.bytes);
          case 'progress':
            return output.progress(message.progress, message.detail);
          case 'done':
            return resolve(message.played);
          case 'failed':
            return reject(fromErrorShape(message.error));
        }
      });
      thread.on('error', (error: NodeJS.ErrnoException) => {
        const isFull = error.code === 'ERR_WORKER_OUT_OF_MEMORY' && input.strategy !== undefined;
        reject(
          isFull ? strategyTooLarge({ strategy: strategyName(input.strategy), handler: activity.current }) : error,
        );
      });
      thread.on('exit', () => reject(new AppError('internal', 'The thread that played the run has ended.')));
    });
  } finally {
    watch?.stop();
    signal.removeEventListener('abort', onAbort);
    await thread.terminate();
    await Promise.all(loading);
  }
}
