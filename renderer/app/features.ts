import { filesToRefs, pathReader } from '../backend/file-refs.ts';
import { createLibraryStores, type LibraryStores } from '../library/library-stores.ts';
import { createSessionDialogStore, type SessionDialogStore } from '../session-dialog/session-dialog-store.ts';
import { createResultsStore, type ResultsStore } from '../results/results-store.ts';
import type { Services } from '../state/services.ts';
import { createStrategiesStore, type StrategiesStore } from '../strategies/strategies-store.ts';

/** State of the features that outlives their views. */
export interface Features {
  readonly library: LibraryStores;
  readonly sessionDialog: SessionDialogStore;
  readonly results: ResultsStore;
  readonly strategies: StrategiesStore;
}

export function createFeatures(services: Services): Features {
  return {
    library: createLibraryStores(services, filesToRefs, pathReader()),
    sessionDialog: createSessionDialogStore(services),
    results: createResultsStore(services.client, services.notices),
    strategies: createStrategiesStore(services.client, services.notices),
  };
}
