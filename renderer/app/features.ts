import { filesToRefs } from '../backend/file-refs.ts';
import { createLibraryStores, type LibraryStores } from '../library/library-stores.ts';
import { createSessionDialogStore, type SessionDialogStore } from '../session-dialog/session-dialog-store.ts';
import type { Services } from '../state/services.ts';

/** State of the features that outlives their views. */
export interface Features {
  readonly library: LibraryStores;
  readonly sessionDialog: SessionDialogStore;
}

export function createFeatures(services: Services): Features {
  return {
    library: createLibraryStores(services, filesToRefs),
    sessionDialog: createSessionDialogStore(services),
  };
}
