import { parentPort, workerData } from 'node:worker_threads';

import { ensure } from '../../shared/lang/invariant.ts';
import type { BackendToUpkeep } from '../../shared/session/upkeep-messages.ts';
import { UpkeepService } from './upkeep-service.ts';

/** Entry of the upkeep thread. `workerData` is `{ dataDir }`. It ends only by `shutdown`, after DuckDB has: a thread that ends while a query
 * is pending takes its process along (measured, reliability.md). */
const port = ensure(parentPort ?? undefined, 'parent of the upkeep thread');
const { dataDir } = workerData as { readonly dataDir: string };
const service = new UpkeepService(dataDir, (message) => port.postMessage(message));

port.on('message', (message: BackendToUpkeep) => {
  if (message.type !== 'shutdown') service.received(message);
  else void service.close().finally(() => port.close());
});
