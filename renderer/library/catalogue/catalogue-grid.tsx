import { useMemo, type ReactElement } from 'react';
import { useStore } from 'zustand';

import type { SeriesSummary } from '../../../shared/store/catalogue.ts';
import { zoneTime } from '../../state/zone-time.ts';
import { formatBytes, formatCount, formatPercent, NONE } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { QualityFigure } from '../../ui/quality.tsx';
import { tipProps } from '../../ui/tooltip.tsx';
import { type GridColumn, VirtualGrid } from '../../ui/virtual-grid.tsx';
import { damageText } from './damage-text.ts';
import { gridOf, visibleSeries, type SortColumn } from './catalogue-rows.ts';
import type { CatalogueStore } from './catalogue-store.ts';

type Column = GridColumn<SeriesSummary> & { readonly key: SortColumn };

const word = (key: SortColumn, label: string, width: string, show: Column['show'], tone = ''): Column => {
  return { key, label, width, show, tone, canSort: true };
};
const figure = (key: SortColumn, label: string, width: string, show: Column['show'], tone = ''): Column => {
  return { ...word(key, label, width, show, tone), isFigure: true };
};
const dateOf = (time: SeriesSummary['from'], { timeZone }: SeriesSummary): string => zoneTime(timeZone).date(time);

/** Dates are session dates in the zone of the series' calendar. */
const COLUMNS: readonly Column[] = [
  word('symbol', 'Symbol', 'minmax(72px, 1.2fr)', symbolOf, 'strong'),
  word('kind', 'Kind', '58px', ({ kind }) => kind, 't2'),
  word('interval', 'Interval', 'minmax(62px, 0.6fr)', gridOf),
  word('source', 'Source', 'minmax(66px, 1fr)', ({ source }) => source, 't2'),
  word('calendar', 'Calendar', 'minmax(86px, 1fr)', ({ calendar }) => calendar, 't2'),
  word('from', 'From', '84px', (series) => dateOf(series.from, series)),
  word('to', 'To', '84px', (series) => dateOf(series.to, series)),
  figure('sessions', 'Sessions', '68px', ({ sessions }) => (sessions === undefined ? NONE : formatCount(sessions))),
  figure('rows', 'Rows', 'minmax(80px, 0.8fr)', ({ rows }) => formatCount(rows)),
  figure('bytes', 'Size', '66px', ({ bytes }) => formatBytes(bytes), 't2'),
  figure(
    'coverage',
    'Coverage',
    '74px',
    ({ coverage }) => (coverage === undefined ? NONE : formatPercent(coverage)),
    't2',
  ),
  figure('quality', 'Quality', '88px', ({ quality }) => <QualityFigure quality={quality} />),
];

export interface CatalogueGridProps {
  readonly store: CatalogueStore;
  readonly series: readonly SeriesSummary[];
  /** Double click or Enter. */
  readonly onOpen: (series: SeriesSummary) => void;
}

/** Every series of the store, one a row. */
export function CatalogueGrid({ store, series, onOpen }: CatalogueGridProps): ReactElement {
  const { text, kind, sort, selectedId, select, sortBy } = useStore(store);
  const rows = useMemo(() => visibleSeries(series, { text, kind }, sort), [series, text, kind, sort]);
  return (
    <VirtualGrid
      label="Catalogue"
      columns={COLUMNS}
      rows={rows}
      idOf={({ id }) => id}
      minWidth={888}
      size="tall"
      sort={{ key: sort.column, descending: sort.descending }}
      onSort={(key) => sortBy(key as SortColumn)}
      selectedId={selectedId}
      onSelect={({ id }) => select(id)}
      onOpen={onOpen}
    />
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
