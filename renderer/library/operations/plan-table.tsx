import type { ReactElement } from 'react';

import type { SeriesSummary } from '../../../shared/store/catalogue.ts';
import type { SeriesChange, StorePlan } from '../../../shared/store/operations.ts';
import { zoneTime } from '../../state/zone-time.ts';
import { formatBytes, formatCount } from '../../ui/format.ts';

export interface PlanTableProps {
  readonly plan: StorePlan;
  readonly catalogue: readonly SeriesSummary[];
  /** `rows` of what goes, `files` of what is joined. */
  readonly measure: 'rows' | 'files';
}

/** Series by series what an operation takes: dates in the zone of each series' calendar. */
export function PlanTable({ plan, catalogue, measure }: PlanTableProps): ReactElement {
  const zones = new Map(catalogue.map(({ id, timeZone }) => [id, timeZone]));
  return (
    <div className="planned scroll">
      <table className="grid dense" aria-label="Plan">
        <thead>
          <tr>
            <th>Series</th>
            <th>From</th>
            <th>To</th>
            <th className="num">Rows</th>
            <th className="num">{measure === 'rows' ? 'Size' : 'Files'}</th>
          </tr>
        </thead>
        <tbody>
          {plan.series.map((change) => {
            const zone = zoneTime(zones.get(change.id) ?? 'UTC');
            return (
              <tr key={change.id}>
                <td>{nameOf(change)}</td>
                <td>{zone.date(change.from)}</td>
                <td>{zone.date(change.to)}</td>
                <td className="num">{formatCount(change.rows)}</td>
                <td className="num t2">
                  {measure === 'rows'
                    ? formatBytes(change.bytes)
                    : `${formatCount(change.files)} to ${formatCount(change.filesAfter)}`}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function nameOf({ symbol, kind, interval, source }: SeriesChange): string {
  return `${[symbol, kind, interval ?? ''].filter(Boolean).join(' ')}, ${source}`;
}
