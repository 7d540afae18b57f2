import '../ui/checkbox.css';
import type { ReactElement } from 'react';

import type { SeriesSummary } from '../../shared/store/catalogue.ts';
import { zoneTime } from '../state/zone-time.ts';
import { formatCount } from '../ui/format.ts';
import { EmptyState } from '../ui/panel.tsx';
import { QualityFigure } from '../ui/quality.tsx';
import { hasSeries, streamable, toggleSeries, type DraftConfig } from './session-draft.ts';

export interface StreamsTableProps {
  readonly draft: DraftConfig;
  readonly stored: readonly SeriesSummary[];
  readonly onChange: (draft: DraftConfig) => void;
}

/** What can be streamed; a row is a stream of the session when it is ticked. */
export function StreamsTable({ draft, stored, onChange }: StreamsTableProps): ReactElement {
  const rows = streamable(stored);
  if (rows.length === 0)
    return <EmptyState text="The store holds no 1s or 1m bars, quotes or trades yet. Import some first." />;
  const hasSources = new Set(rows.map(({ source }) => source)).size > 1;
  return (
    <table className="grid dense streams" aria-label="Streams">
      <thead>
        <tr>
          <th aria-label="Streamed" />
          <th>Symbol</th>
          <th>Stream</th>
          {hasSources ? <th>Source</th> : undefined}
          <th>From</th>
          <th>To</th>
          <th className="num">Rows</th>
          <th className="num">Quality</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((series) => {
          const grid =
            series.kind === 'bars'
              ? (series.interval ?? '')
              : series.sampled === undefined || series.sampled === 'event'
                ? ''
                : `per ${series.sampled}`;
          const name = [series.symbol, series.kind, grid].filter(Boolean).join(' ');
          const zone = zoneTime(series.timeZone);
          const toggle = (): void => onChange(toggleSeries(draft, series, stored));
          return (
            <tr key={series.id} onClick={toggle}>
              <td>
                <span className="check">
                  <input
                    type="checkbox"
                    aria-label={name}
                    checked={hasSeries(draft, series)}
                    onChange={toggle}
                    onClick={(event) => event.stopPropagation()}
                  />
                </span>
              </td>
              <td className="strong">{series.symbol}</td>
              <td>
                {series.kind} <span className="t2">{grid}</span>
              </td>
              {hasSources ? <td className="t2">{series.source}</td> : undefined}
              <td>{zone.date(series.from)}</td>
              <td>{zone.date(series.to)}</td>
              <td className="num">{formatCount(series.rows)}</td>
              <td className="num">
                <QualityFigure quality={series.quality} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
