import type { Services } from '../state/services.ts';
import { createCatalogueStore, type CatalogueStore } from './catalogue/catalogue-store.ts';
import { createImportStore, type FileRef, type ImportStore } from './import/import-store.ts';
import { createOperationsStore, type OperationsStore } from './operations/operations-store.ts';
import { createQualityStore, type QualityStore } from './quality/quality-store.ts';

export interface LibraryStores {
  readonly catalogue: CatalogueStore;
  readonly quality: QualityStore;
  readonly imports: ImportStore;
  readonly operations: OperationsStore;
}

/** State of the Library: made once, so that it outlives the view. Choosing a series shows its latest day. */
export function createLibraryStores(
  { client, notices }: Services,
  toRefs: (files: readonly File[]) => Promise<FileRef[]>,
  pathOf: ((file: File) => string) | undefined,
): LibraryStores {
  const catalogue = createCatalogueStore(client, notices);
  const quality = createQualityStore(client, notices);
  catalogue.subscribe(({ selectedId }, before) => {
    if (selectedId === undefined || selectedId === before.selectedId) return;
    quality
      .getState()
      .chooseSeries(selectedId)
      .catch((error: unknown) => notices.getState().showError(error));
  });
  return {
    catalogue,
    quality,
    imports: createImportStore(client, notices, toRefs),
    operations: createOperationsStore(toRefs, pathOf),
  };
}
