import { useState, type ReactElement } from 'react';

import { parseSessionDate } from '../../../shared/market/time.ts';
import type { SeriesSummary } from '../../../shared/store/catalogue.ts';
import { useServices } from '../../state/services.ts';
import { zoneTime } from '../../state/zone-time.ts';
import { DateField } from '../../ui/date-field.tsx';
import { formatBytes, plural } from '../../ui/format.ts';
import { EmptyState } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { gridOf } from '../catalogue/catalogue-rows.ts';
import { OperationDialog } from './operation-dialog.tsx';
import { PlanTable } from './plan-table.tsx';
import { usePlan } from './use-plan.ts';
import { useStart } from './use-start.ts';

export interface DeleteDialogProps {
  readonly selected: SeriesSummary;
  readonly catalogue: readonly SeriesSummary[];
  readonly onClose: () => void;
}

type Scope = 'series' | 'symbol';
const SPANS = [
  { value: 'all', label: 'All dates' },
  { value: 'range', label: 'A range' },
] as const;

/** Takes rows of the selected series, or of all of its symbol, out of the store: all, or those between two session dates (both inclusive). */
export function DeleteDialog({ selected, catalogue, onClose }: DeleteDialogProps): ReactElement {
  const { client } = useServices();
  const zone = zoneTime(selected.timeZone);
  const ofSymbol = catalogue.filter(({ symbol }) => symbol === selected.symbol);
  const [scope, setScope] = useState<Scope>('series');
  const [span, setSpan] = useState<'all' | 'range'>('range');
  const [from, setFrom] = useState(zone.date(selected.from));
  const [to, setTo] = useState(zone.date(selected.to));
  const start = useStart();

  const first = parseSessionDate(from);
  const last = parseSessionDate(to);
  const isOrdered = span === 'all' || (first !== undefined && last !== undefined && first <= last);
  const removal = {
    seriesIds: (scope === 'series' ? [selected] : ofSymbol).map(({ id }) => id),
    ...(span === 'all' ? {} : { from, to }),
  };
  const { plan, failure } = usePlan(isOrdered ? { operation: 'delete', ...removal } : undefined);
  const rows = plan?.rows ?? 0;
  return (
    <OperationDialog
      title="Delete"
      facts={
        scope === 'series' ? nameOf(selected) : `${selected.symbol}, ${plural(ofSymbol.length, 'series', 'series')}`
      }
      action={plan === undefined ? 'Delete' : `Delete ${plural(rows, 'row')}`}
      isReady={rows > 0 && !start.isStarting}
      failure={start.failure ?? failure}
      state={
        plan === undefined || rows === 0
          ? ''
          : `${formatBytes(plan.bytes)} in ${plural(plan.files, 'file')}. This cannot be undone.`
      }
      onStart={() => start.run(() => client.request('store.delete', removal), onClose)}
      onClose={onClose}
    >
      <div className="form">
        <span>Of</span>
        <span>
          <Select
            label="What"
            value={scope}
            options={[
              { value: 'series', label: `this series: ${nameOf(selected)}` },
              { value: 'symbol', label: `every series of ${selected.symbol} (${ofSymbol.length})` },
            ]}
            onChange={setScope}
          />
        </span>
        <span>Sessions</span>
        <span className="line">
          <Segmented label="Sessions" value={span} options={SPANS} onChange={setSpan} />
          {span === 'all' ? undefined : (
            <>
              <DateField label="First date" value={from} onChange={setFrom} />
              <span className="t3">to</span>
              <DateField label="Last date" value={to} onChange={setTo} />
            </>
          )}
        </span>
      </div>
      {!isOrdered ? (
        <EmptyState text="Give two dates such as 2013-10-07, the earlier one first." />
      ) : plan === undefined ? (
        <EmptyState text={failure === undefined ? 'Counting what would go.' : 'Nothing is deleted.'} />
      ) : rows === 0 ? (
        <EmptyState text="No rows lie there: nothing would be deleted." />
      ) : (
        <PlanTable plan={plan} catalogue={catalogue} measure="rows" />
      )}
    </OperationDialog>
  );
}

function nameOf(series: SeriesSummary): string {
  return `${series.symbol} ${series.kind} ${gridOf(series)}, ${series.source}`;
}
