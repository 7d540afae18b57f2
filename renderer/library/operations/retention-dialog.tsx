import { useState, type ReactElement } from 'react';

import type { SeriesSummary } from '../../../shared/store/catalogue.ts';
import { useServices, useSettings } from '../../state/services.ts';
import { Button } from '../../ui/button.tsx';
import { formatBytes, plural } from '../../ui/format.ts';
import { EmptyState } from '../../ui/panel.tsx';
import { OperationDialog } from './operation-dialog.tsx';
import { PlanTable } from './plan-table.tsx';
import { retentionLines, retentionRules } from './retention-rules.ts';
import { usePlan } from './use-plan.ts';
import { useStart } from './use-start.ts';

export interface RetentionDialogProps {
  readonly catalogue: readonly SeriesSummary[];
  readonly onClose: () => void;
}

/** How long rows stay, by interval and kind. Rules are kept; rows go only when the button with their number is pressed. */
export function RetentionDialog({ catalogue, onClose }: RetentionDialogProps): ReactElement {
  const { client, settings } = useServices();
  const kept = useSettings().retention;
  const [lines, setLines] = useState(() => retentionLines(catalogue, kept));
  const start = useStart();

  const stated = retentionRules(lines);
  const bad = 'bad' in stated ? stated.bad : undefined;
  const rules = 'bad' in stated ? [] : [...stated];
  const { plan, failure } = usePlan(rules.length === 0 ? undefined : { operation: 'retention', rules });
  const rows = plan?.rows ?? 0;
  const isKept = JSON.stringify(rules) === JSON.stringify(kept);
  return (
    <OperationDialog
      title="Retention"
      facts="how long rows stay, by interval and kind"
      action={rows === 0 ? 'Remove rows' : `Remove ${plural(rows, 'row')}`}
      isReady={rows > 0 && !start.isStarting}
      failure={start.failure ?? failure}
      state={plan === undefined || rows === 0 ? '' : `${formatBytes(plan.bytes)}. This cannot be undone.`}
      extra={
        <Button
          size="l"
          disabled={bad !== undefined || isKept}
          onClick={() => {
            settings.getState().update({ retention: rules });
            onClose();
          }}
        >
          Keep rules only
        </Button>
      }
      onStart={() => start.run(() => client.request('store.retention', { rules }), onClose)}
      onClose={onClose}
    >
      <div className="form rules">
        {lines.map(({ of, days }, index) => (
          <label key={of}>
            <span>{of === 'quotes' || of === 'trades' ? of : `${of} bars`}</span>
            <span className={of === bad ? 'field bad' : 'field'}>
              <input
                aria-label={`Days of ${of}`}
                aria-invalid={of === bad}
                inputMode="numeric"
                autoComplete="off"
                placeholder="all"
                value={days}
                onChange={(event) => setLines(lines.with(index, { of, days: event.target.value.trim() }))}
              />
              <span className="t3">days</span>
            </span>
          </label>
        ))}
      </div>
      {lines.length === 0 ? (
        <EmptyState text="Nothing is stored yet, so there is nothing to keep or to remove." />
      ) : bad !== undefined ? (
        <EmptyState text={`Days of ${bad} are a whole number from 1 to 36,500, or empty to keep all.`} />
      ) : rules.length === 0 ? (
        <EmptyState text="All rows stay. Give a number of days to remove older sessions." />
      ) : plan === undefined ? (
        <EmptyState text={failure === undefined ? 'Counting what would go.' : 'Nothing is removed.'} />
      ) : rows === 0 ? (
        <EmptyState text="No row is older than that: nothing would be removed." />
      ) : (
        <PlanTable plan={plan} catalogue={catalogue} measure="rows" />
      )}
    </OperationDialog>
  );
}
