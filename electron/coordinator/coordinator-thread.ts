import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { ensure } from '../../shared/lang/invariant.ts';
import type { FromCoordinator, ToCoordinator } from '../../shared/session/coordinator-messages.ts';
import { StrategyActivity } from '../../shared/trading/strategy-activity.ts';
import type { FromUpkeep } from '../../shared/session/upkeep-messages.ts';
import { Coordinator, type UpkeepPort } from './coordinator.ts';
import { onStrayPromise } from './strategy/stray-promises.ts';
import { systemClock } from './wall-clock.ts';

/** Entry of the coordinator thread; `workerData` is `{ activity }`, the cells of a {@link StrategyActivity}. It never touches DuckDB, so that
 * it can be stopped at any moment. */
const backend = ensure(parentPort ?? undefined, 'parent port: this file is the entry of a worker thread');

const { activity } = workerData as { readonly activity: SharedArrayBuffer };

const coordinator = new Coordinator({
  clock: systemClock,
  activity: new StrategyActivity(activity),
  post: (message: FromCoordinator) => backend.postMessage(message),
  connect: (port, receive): UpkeepPort => {
    const upkeep = port as MessagePort;
    upkeep.on('message', (message: FromUpkeep) => receive(message));
    return { post: (message) => upkeep.postMessage(message), close: () => upkeep.close() };
  },
});

onStrayPromise((error) => coordinator.strategyFailed(error));

backend.on('message', (message: ToCoordinator) => {
  if (message.type !== 'shutdown') {
    coordinator.receive(message);
    return;
  }
  coordinator.close();
  backend.close();
});
