import { Worker } from 'node:worker_threads';

import type { StrategyProblem } from '../../../shared/trading/strategy.ts';
import type { StrategyDeclaration } from '../../strategy/strategy-class.ts';
import type { StrategyFiles } from './read-modules.ts';

/** What a file's strategy declares, and what is wrong with it. */
export interface ProbeAnswer extends Omit<StrategyDeclaration, 'problems'> {
  readonly problems: readonly StrategyProblem[];
}

/** Evaluating a file takes milliseconds; a thread takes tens of them to start. */
const PATIENCE_MS = 5_000;

/** Evaluates the files in a thread of their own and answers what their strategy declares. `programs` is the folder of the built
 * programs. Never throws. */
export function probeStrategy({ entry, modules }: StrategyFiles, programs: URL): Promise<ProbeAnswer> {
  const failed = (message: string): ProbeAnswer => ({
    description: '',
    parameters: {},
    intervals: [],
    problems: [{ message, file: entry }],
  });
  return new Promise((resolve) => {
    const thread = new Worker(new URL('strategy-probe-thread.js', programs), {
      workerData: { entry, modules },
      stdout: true,
    });
    const settle = (answer: ProbeAnswer): void => {
      clearTimeout(patience);
      resolve(answer);
      void thread.terminate();
    };
    const patience = setTimeout(
      () => settle(failed(`Reading the file did not come to an end in ${PATIENCE_MS / 1_000} s.`)),
      PATIENCE_MS,
    );
    thread.once('message', settle);
    thread.once('error', (error: Error) => settle(failed(error.message)));
    thread.once('exit', () => settle(failed('The file ended its thread.')));
  });
}
