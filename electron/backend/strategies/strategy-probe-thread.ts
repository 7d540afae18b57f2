import { parentPort, workerData } from 'node:worker_threads';

import { ensure } from '../../../shared/lang/invariant.ts';
import type { StrategyModule, StrategyProblem } from '../../../shared/trading/strategy.ts';
import { errorLocator } from '../../coordinator/strategy/locate-error.ts';
import { onStrayPromise } from '../../coordinator/strategy/stray-promises.ts';
import { StrategyRealm } from '../../coordinator/strategy/strategy-realm.ts';
import { readDeclaration } from '../../strategy/strategy-class.ts';
import type { ProbeAnswer } from './probe-strategy.ts';

/** Entry of a thread that lives for one question: what does this file's strategy declare? A file that does not come to an end is
 * stopped with its thread. */
const port = ensure(parentPort ?? undefined, 'parent of the probe thread');
const { entry, modules } = workerData as { readonly entry: string; readonly modules: readonly StrategyModule[] };

onStrayPromise(() => undefined);
port.postMessage(probe());

function probe(): ProbeAnswer {
  try {
    const { problems, ...declared } = readDeclaration(new StrategyRealm(entry, modules).statics());
    return { ...declared, problems: problems.map((message): StrategyProblem => ({ message, file: entry })) };
  } catch (error) {
    const place = errorLocator(modules)(error);
    const message = error instanceof Error ? error.message : String(error);
    const at = place === undefined ? { file: entry } : { file: place.file, line: place.line, column: place.column };
    return { description: '', parameters: {}, intervals: [], problems: [{ message, ...at }] };
  }
}
