import './library.css';
import { useEffect, useMemo, type ReactElement } from 'react';
import { useStore } from 'zustand';

import type { SeriesSummary } from '../../shared/store/catalogue.ts';
import { openReplayAt } from '../state/open-replay.ts';
import { useServices } from '../state/services.ts';
import { Button } from '../ui/button.tsx';
import { Menu, type MenuItem } from '../ui/menu.tsx';
import { formatBytes, formatCount, plural } from '../ui/format.ts';
import { CataloguePanel } from './catalogue/catalogue-panel.tsx';
import { JobsPanel } from './jobs/jobs-panel.tsx';
import type { LibraryStores } from './library-stores.ts';
import { damageOn } from './quality/damaged-days.ts';
import { DayHeatmap } from './quality/day-heatmap.tsx';
import { GapsPanel } from './quality/gaps-panel.tsx';
import { OneDay } from './quality/one-day.tsx';

/** What is stored and how complete it is. */
export function LibraryView({ stores }: { stores: LibraryStores }): ReactElement {
  const services = useServices();
  useEffect(() => {
    const tell = (error: unknown): void => services.notices.getState().showError(error);
    stores.catalogue.getState().refresh().catch(tell);
    stores.quality.getState().refresh().catch(tell);
  }, [services, stores]);

  const days = useStore(stores.quality, (state) => state.series);
  const stored = useStore(stores.catalogue, (state) => state.series);
  const damaged = useMemo(() => damageOn(stored ?? []), [stored]);
  const open = (series: SeriesSummary): void => {
    const { series: rows, day } = stores.quality.getState();
    const last = rows?.find(({ id }) => id === series.id)?.days.at(-1)?.date;
    const date = day?.seriesId === series.id ? day.date : last;
    if (date === undefined || series.interval === undefined) {
      services.commands.getState().run('session.new');
      return;
    }
    void openReplayAt(services, { symbol: series.symbol, interval: series.interval, source: series.source, date });
  };
  return (
    <main className="view lib" aria-label="Library" role="region">
      <CataloguePanel store={stores.catalogue} days={days} onOpen={open} />
      <JobsPanel />
      <DayHeatmap store={stores.quality} damaged={damaged} />
      <OneDay store={stores.quality} />
      <GapsPanel store={stores.quality} />
    </main>
  );
}

/** The Library's part of the top bar. An empty catalogue offers its two buttons itself. */
export function LibraryBar({ stores }: { stores: LibraryStores }): ReactElement {
  const commands = useServices().commands;
  const series = useStore(stores.catalogue, (state) => state.series);
  const hasSelection = useStore(stores.catalogue, (state) => state.selectedId !== undefined);
  if (series === undefined || series.length === 0) return <h1>Library</h1>;
  const rows = series.reduce((sum, row) => sum + row.rows, 0);
  const bytes = series.reduce((sum, row) => sum + row.bytes, 0);
  return (
    <>
      <h1>Library</h1>
      <span className="lab ell">
        {plural(series.length, 'series', 'series')}, {formatCount(rows)} rows, {formatBytes(bytes)}
      </span>
      <span className="sep" />
      <Button variant="primary" icon="import" keys="Ctrl I" onClick={() => commands.getState().run('import.open')}>
        Import
      </Button>
      <Button
        variant="ghost"
        icon="export"
        keys="Ctrl Shift E"
        disabled={!hasSelection}
        tip={hasSelection ? 'Export the selected series' : 'Select a series to export it'}
        onClick={() => commands.getState().run('export.open')}
      >
        Export
      </Button>
      <Button variant="ghost" onClick={() => commands.getState().run('sample.load')}>
        Load sample data
      </Button>
      <StoreMenu />
    </>
  );
}

const STORE_ACTIONS = [
  'store.delete',
  'store.backup',
  'store.restore',
  'store.verify',
  'store.compact',
  'store.retention',
  'store.migrate',
];

/** What is done less often, with its keys. */
function StoreMenu(): ReactElement {
  const store = useServices().commands;
  const commands = useStore(store, (state) => state.commands);
  const items = (): MenuItem[] =>
    STORE_ACTIONS.flatMap((id) => {
      const command = commands.find((one) => one.id === id);
      if (command === undefined) return [];
      const { title: label, keys, isEnabled, perform } = command;
      return [{ label, keys, isEnabled: isEnabled?.() !== false, perform }];
    });
  return <Menu label="Store" icon="more" items={items} />;
}
