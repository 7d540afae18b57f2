import { useMemo, type ReactElement } from 'react';
import { useStore } from 'zustand';

import type { SeriesDays, SeriesSummary } from '../../../shared/store/catalogue.ts';
import { useServices } from '../../state/services.ts';
import { Button } from '../../ui/button.tsx';
import { plural } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { EmptyState, Panel } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { CatalogueGrid } from './catalogue-grid.tsx';
import { gridOf, visibleSeries, withQuality } from './catalogue-rows.ts';
import { damageText } from './damage-text.ts';
import type { CatalogueStore } from './catalogue-store.ts';

const KINDS = [
  { value: 'all', label: 'All' },
  { value: 'bars', label: 'Bars' },
  { value: 'quotes', label: 'Quotes' },
  { value: 'trades', label: 'Trades' },
] as const;

export interface CataloguePanelProps {
  readonly store: CatalogueStore;
  /** Quality by day, absent while it is read. */
  readonly days: readonly SeriesDays[] | undefined;
  readonly onOpen: (series: SeriesSummary) => void;
}

export function CataloguePanel({ store, days, onOpen }: CataloguePanelProps): ReactElement {
  const { series: stored, text, kind, sort, selectedId, setText, setKind } = useStore(store);
  const series = useMemo(() => (stored === undefined ? undefined : withQuality(stored, days ?? [])), [stored, days]);
  const commands = useServices().commands;
  const isEmpty = series?.length === 0;
  const selected = series?.find((row) => row.id === selectedId);
  const shown = series === undefined ? 0 : visibleSeries(series, { text, kind }, sort).length;
  const controls = isEmpty ? undefined : (
    <>
      <span className="field s search">
        <Icon name="search" small />
        <input
          type="search"
          aria-label="Filter series"
          placeholder="Symbol, source, kind"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </span>
      <Segmented label="Kind" size="s" value={kind} options={KINDS} onChange={setKind} />
    </>
  );
  const foot =
    series === undefined || isEmpty ? undefined : (
      <>
        <span className="ell">
          {selected === undefined
            ? `${shown} of ${plural(series.length, 'series', 'series')} shown`
            : describe(selected)}
        </span>
        <span className="grow" />
        <span>Enter: open in Replay</span>
      </>
    );
  return (
    <Panel title="Catalogue" className="cat" controls={controls} foot={foot}>
      <div className="body">
        {series === undefined ? (
          <EmptyState text="Reading the catalogue." />
        ) : isEmpty ? (
          <EmptyState text="No data yet. Drop files anywhere in the window, or load sample data.">
            <Button
              variant="primary"
              size="l"
              icon="import"
              keys="Ctrl I"
              onClick={() => commands.getState().run('import.open')}
            >
              Import
            </Button>
            <Button size="l" onClick={() => commands.getState().run('sample.load')}>
              Load sample data
            </Button>
          </EmptyState>
        ) : shown === 0 ? (
          <EmptyState text="No series matches the filter.">
            <Button
              onClick={() => {
                setText('');
                setKind('all');
              }}
            >
              Show all
            </Button>
          </EmptyState>
        ) : (
          <CatalogueGrid store={store} series={series} onOpen={onOpen} />
        )}
      </div>
    </Panel>
  );
}

function describe(series: SeriesSummary): string {
  const parts = [`${series.symbol} ${series.kind} ${gridOf(series)}`];
  if (series.sessions !== undefined) parts.push(plural(series.sessions, 'session'));
  parts.push(plural(series.files, 'file'));
  const damage = damageText(series.damage ?? []);
  if (damage !== undefined) parts.push(damage);
  return parts.join(', ');
}
