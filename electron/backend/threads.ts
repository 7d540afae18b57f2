import { CoordinatorClient } from './coordinator-client.ts';
import { UpkeepClient } from './upkeep-client.ts';

/** The threads of the backend, and the folder of their built programs. */
export interface BackendThreads {
  readonly programs: URL;
  readonly upkeep: UpkeepClient;
  readonly coordinator: CoordinatorClient;
  close(): Promise<void>;
}

/** Starts both. They take longest to start and need nothing of the backend to do so: called before its modules are loaded, they load theirs at
 * the same time. `fatal`: a thread died, and the backend is of no use any more. */
export function startThreads(dataDir: string, fatal: (error: Error) => void): BackendThreads {
  const programs = new URL('./', import.meta.url);
  const upkeep = new UpkeepClient(new URL('upkeep-thread.js', programs), dataDir, fatal);
  const coordinator = new CoordinatorClient(new URL('coordinator-thread.js', programs), fatal);
  const close = async (): Promise<void> => void (await Promise.all([coordinator.close(), upkeep.close()]));
  return { programs, upkeep, coordinator, close };
}
