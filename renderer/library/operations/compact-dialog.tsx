import type { ReactElement } from 'react';

import type { SeriesSummary } from '../../../shared/store/catalogue.ts';
import { useServices } from '../../state/services.ts';
import { formatBytes, formatCount, plural } from '../../ui/format.ts';
import { EmptyState } from '../../ui/panel.tsx';
import { OperationDialog } from './operation-dialog.tsx';
import { PlanTable } from './plan-table.tsx';
import { usePlan } from './use-plan.ts';
import { useStart } from './use-start.ts';

export interface CompactDialogProps {
  readonly catalogue: readonly SeriesSummary[];
  readonly onClose: () => void;
}

/** Joins small files to larger ones. No row changes. */
export function CompactDialog({ catalogue, onClose }: CompactDialogProps): ReactElement {
  const { client } = useServices();
  const { plan, failure } = usePlan({ operation: 'compact' });
  const start = useStart();
  const after = plan?.series.reduce((sum, { filesAfter }) => sum + filesAfter, 0) ?? 0;
  return (
    <OperationDialog
      title="Compact"
      facts="small files become larger ones; no row changes"
      action={plan === undefined ? 'Join files' : `Join ${plural(plan.files, 'file')}`}
      isReady={plan !== undefined && plan.files > 0 && !start.isStarting}
      failure={start.failure ?? failure}
      state={
        plan === undefined || plan.files === 0
          ? ''
          : `${formatCount(plan.files)} to ${plural(after, 'file')}, ${formatBytes(plan.bytes)} written anew`
      }
      onStart={() => start.run(() => client.request('store.compact', {}), onClose)}
      onClose={onClose}
    >
      {plan === undefined ? (
        <EmptyState text={failure === undefined ? 'Looking for small files.' : 'Nothing is joined.'} />
      ) : plan.files === 0 ? (
        <EmptyState text="Nothing to join: every file has the size it should have." />
      ) : (
        <PlanTable plan={plan} catalogue={catalogue} measure="files" />
      )}
    </OperationDialog>
  );
}
