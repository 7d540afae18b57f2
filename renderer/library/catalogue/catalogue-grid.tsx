import './catalogue.css';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useId, useMemo, useRef, type KeyboardEvent, type ReactElement } from 'react';
import { useStore } from 'zustand';

import type { SeriesSummary } from '../../../shared/store/catalogue.ts';
import { zoneTime } from '../../state/zone-time.ts';
import { formatBytes, formatCount, formatPercent, NONE } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { QualityFigure } from '../../ui/quality.tsx';
import { tipProps } from '../../ui/tooltip.tsx';
import { damageText } from './damage-text.ts';
import { gridOf, visibleSeries, type SortColumn } from './catalogue-rows.ts';
import type { CatalogueStore } from './catalogue-store.ts';

const ROW = 24;

interface Column {
  readonly key: SortColumn;
  readonly label: string;
  readonly isFigure: boolean;
  readonly tone: string;
  readonly show: (series: SeriesSummary) => ReactElement | string;
}

/** Dates are session dates in the zone of the series' calendar. */
const COLUMNS: readonly Column[] = [
  { key: 'symbol', label: 'Symbol', isFigure: false, tone: 'strong', show: symbolOf },
  { key: 'kind', label: 'Kind', isFigure: false, tone: 't2', show: (series) => series.kind },
  { key: 'interval', label: 'Interval', isFigure: false, tone: '', show: gridOf },
  { key: 'source', label: 'Source', isFigure: false, tone: 't2', show: (series) => series.source },
  { key: 'calendar', label: 'Calendar', isFigure: false, tone: 't2', show: (series) => series.calendar },
  {
    key: 'from',
    label: 'From',
    isFigure: false,
    tone: '',
    show: (series) => zoneTime(series.timeZone).date(series.from),
  },
  { key: 'to', label: 'To', isFigure: false, tone: '', show: (series) => zoneTime(series.timeZone).date(series.to) },
  {
    key: 'sessions',
    label: 'Sessions',
    isFigure: true,
    tone: '',
    show: ({ sessions }) => (sessions === undefined ? NONE : formatCount(sessions)),
  },
  { key: 'rows', label: 'Rows', isFigure: true, tone: '', show: (series) => formatCount(series.rows) },
  { key: 'bytes', label: 'Size', isFigure: true, tone: 't2', show: (series) => formatBytes(series.bytes) },
  {
    key: 'coverage',
    label: 'Coverage',
    isFigure: true,
    tone: 't2',
    show: ({ coverage }) => (coverage === undefined ? NONE : formatPercent(coverage)),
  },
  {
    key: 'quality',
    label: 'Quality',
    isFigure: true,
    tone: '',
    show: (series) => <QualityFigure quality={series.quality} />,
  },
];

export interface CatalogueGridProps {
  readonly store: CatalogueStore;
  readonly series: readonly SeriesSummary[];
  /** Double click or Enter. */
  readonly onOpen: (series: SeriesSummary) => void;
}

/** Every series of the store, one a row. Only rows in sight are drawn. */
export function CatalogueGrid({ store, series, onOpen }: CatalogueGridProps): ReactElement {
  const { text, kind, sort, selectedId, select, sortBy } = useStore(store);
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => visibleSeries(series, { text, kind }, sort), [series, text, kind, sort]);
  // The virtualizer's methods change what they return between renders; only this component reads them.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const selected = rows.findIndex((row) => row.id === selectedId);

  const press = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? ROW) / ROW) - 2);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: selected + 1,
      ArrowUp: selected === -1 ? 0 : selected - 1,
      PageDown: selected + page,
      PageUp: selected - page,
      Home: 0,
      End: rows.length - 1,
    };
    const target = moves[event.key];
    const current = rows[selected];
    if (target !== undefined) {
      const index = Math.min(rows.length - 1, Math.max(0, target));
      const row = rows[index];
      if (row !== undefined) {
        select(row.id);
        virtual.scrollToIndex(index);
      }
    } else if (event.key === 'Enter' && current !== undefined && event.target === event.currentTarget) onOpen(current);
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={box}
      className="catalogue"
      role="grid"
      aria-label="Catalogue"
      aria-rowcount={rows.length + 1}
      aria-colcount={COLUMNS.length}
      aria-activedescendant={selected === -1 ? undefined : `${id}-${selected}`}
      tabIndex={0}
      onKeyDown={press}
    >
      <div className="crow chead" role="row" aria-rowindex={1}>
        {COLUMNS.map((column) => {
          const isSorted = sort.column === column.key;
          return (
            <span
              key={column.key}
              role="columnheader"
              className={column.isFigure ? 'num' : undefined}
              aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
            >
              <button type="button" onClick={() => sortBy(column.key)}>
                {column.label}
                {isSorted ? <Icon name={sort.descending ? 'down' : 'up'} small /> : undefined}
              </button>
            </span>
          );
        })}
      </div>
      <div className="cbody" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return undefined;
          return (
            <div
              key={row.id}
              id={`${id}-${item.index}`}
              className="crow"
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={row.id === selectedId}
              style={{ transform: `translateY(${item.start}px)` }}
              onClick={() => select(row.id)}
              onDoubleClick={() => onOpen(row)}
            >
              {COLUMNS.map((column) => (
                <span key={column.key} role="gridcell" className={`${column.tone}${column.isFigure ? ' num' : ''}`}>
                  {column.show(row)}
                </span>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** A series with damaged files says so beside its symbol. */
function symbolOf({ symbol, damage }: SeriesSummary): ReactElement | string {
  const said = damageText(damage ?? []);
  return said === undefined ? (
    symbol
  ) : (
    <span className="key" aria-label={`${symbol}, damaged`} {...tipProps(said)}>
      {symbol}
      <Icon name="warn" tone="warn" small />
    </span>
  );
}
