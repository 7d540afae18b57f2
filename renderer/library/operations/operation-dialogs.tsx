import type { ReactElement } from 'react';
import { useStore } from 'zustand';

import type { CatalogueStore } from '../catalogue/catalogue-store.ts';
import { BackupDialog } from './backup-dialog.tsx';
import { CompactDialog } from './compact-dialog.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { MigrateDialog } from './migrate-dialog.tsx';
import type { OperationsStore } from './operations-store.ts';
import { RestoreDialog } from './restore-dialog.tsx';
import { RetentionDialog } from './retention-dialog.tsx';

export interface OperationDialogsProps {
  readonly store: OperationsStore;
  readonly catalogue: CatalogueStore;
}

/** The dialog of the operation that was asked for. */
export function OperationDialogs({ store, catalogue }: OperationDialogsProps): ReactElement {
  const { open, file, pathOf, close } = useStore(store);
  const series = useStore(catalogue, (state) => state.series) ?? [];
  const selected = useStore(catalogue, (state) => state.series?.find(({ id }) => id === state.selectedId));
  switch (open) {
    case 'delete':
      return selected === undefined ? <></> : <DeleteDialog selected={selected} catalogue={series} onClose={close} />;
    case 'retention':
      return <RetentionDialog catalogue={series} onClose={close} />;
    case 'compact':
      return <CompactDialog catalogue={series} onClose={close} />;
    case 'backup':
      return <BackupDialog catalogue={series} onClose={close} />;
    case 'restore':
      return <RestoreDialog store={store} />;
    case 'migrate':
      return <MigrateDialog key={file === undefined ? '' : pathOf?.(file)} store={store} />;
    case undefined:
      return <></>;
  }
}
