import type { ReactElement } from 'react';

import type { SeriesSummary } from '../../../shared/store/catalogue.ts';
import { useServices } from '../../state/services.ts';
import { formatBytes, formatCount, plural } from '../../ui/format.ts';
import { OperationDialog } from './operation-dialog.tsx';
import { useStart } from './use-start.ts';

export interface BackupDialogProps {
  readonly catalogue: readonly SeriesSummary[];
  readonly onClose: () => void;
}

/** Writes everything that is stored to one file of the downloads folder. */
export function BackupDialog({ catalogue, onClose }: BackupDialogProps): ReactElement {
  const { client } = useServices();
  const start = useStart();
  const sum = (measure: 'rows' | 'bytes' | 'files'): number =>
    catalogue.reduce((total, series) => total + series[measure], 0);
  return (
    <OperationDialog
      title="Back up"
      facts={plural(catalogue.length, 'series', 'series')}
      action={`Back up ${formatBytes(sum('bytes'))}`}
      isReady={!start.isStarting}
      failure={start.failure}
      onStart={() => start.run(() => client.request('store.backup', {}), onClose)}
      onClose={onClose}
    >
      <div className="said">
        <p>
          {formatCount(sum('rows'))} rows in {plural(sum('files'), 'file')} go into one file in Downloads, each checked
          against its hash on the way. What changes meanwhile is not in it. The job list says where it lies.
        </p>
        <p>Restore brings it back here or into another data folder.</p>
      </div>
    </OperationDialog>
  );
}
