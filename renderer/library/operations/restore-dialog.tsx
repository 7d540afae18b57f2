import { useRef, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';

import { useServices } from '../../state/services.ts';
import { Button } from '../../ui/button.tsx';
import { formatBytes } from '../../ui/format.ts';
import { OperationDialog } from './operation-dialog.tsx';
import type { OperationsStore } from './operations-store.ts';
import { useStart } from './use-start.ts';

/** Brings a backup back: what is not stored is added, what differs takes the place of the stored rows, nothing else changes. */
export function RestoreDialog({ store }: { store: OperationsStore }): ReactElement {
  const { client } = useServices();
  const { file: dropped, toRefs, close } = useStore(store);
  const [file, setFile] = useState(dropped);
  const picker = useRef<HTMLInputElement>(null);
  const start = useStart();

  const restore = async (): Promise<{ readonly jobId: string }> => {
    const [ref] = await toRefs(file === undefined ? [] : [file]);
    if (ref === undefined) throw new Error('No backup is chosen.');
    return client.request('store.restore', { file: ref });
  };
  return (
    <OperationDialog
      title="Restore"
      facts={file === undefined ? '' : `${file.name}, ${formatBytes(file.size)}`}
      action="Restore"
      isReady={file !== undefined && !start.isStarting}
      failure={start.failure}
      state={start.isStarting ? 'Handing the backup over' : ''}
      onStart={() => start.run(restore, close)}
      onClose={close}
    >
      <input
        ref={picker}
        type="file"
        accept=".tar"
        hidden
        aria-label="Backup to restore"
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          if (chosen !== undefined) setFile(chosen);
        }}
      />
      <div className="said">
        <p>
          Rows that are not stored are added. Rows with the same time but other values take the place of the stored
          ones, which are kept as provenance. Nothing else changes, and a backup with a damaged file is refused as a
          whole.
        </p>
        <p>
          <Button icon="open" onClick={() => picker.current?.click()}>
            {file === undefined ? 'Choose a backup' : 'Choose another'}
          </Button>
        </p>
      </div>
    </OperationDialog>
  );
}
