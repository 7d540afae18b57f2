import type { ReactElement } from 'react';
import { useStore } from 'zustand';

import { LibraryBar } from '../library/library-view.tsx';
import { ResultsBar } from '../results/results-bar.tsx';
import { SessionBar } from '../session-dialog/session-bar.tsx';
import { useServices, useSettings } from '../state/services.ts';
import { zoneName } from '../state/zone-time.ts';
import { Icon } from '../ui/icon.tsx';
import { Select } from '../ui/select.tsx';
import { tipProps } from '../ui/tooltip.tsx';
import type { Features } from './features.ts';
import { JobProgress } from './job-progress.tsx';

/** What the open view is about at the left, what holds for all views at the right. */
export function TopBar({ features }: { features: Features }): ReactElement {
  const { navigation, commands } = useServices();
  const view = useStore(navigation, (state) => state.view);
  return (
    <header className="topbar">
      {view === 'library' ? (
        <LibraryBar stores={features.library} />
      ) : view === 'replay' ? (
        <SessionBar />
      ) : view === 'results' ? (
        <ResultsBar store={features.results} />
      ) : (
        <h1>{TITLES[view]}</h1>
      )}
      <span className="grow" />
      <JobProgress />
      <span className="sep" />
      <TimeZone />
      <button
        type="button"
        className="field palette-button"
        aria-label="Command palette"
        onClick={() => commands.getState().run('palette.open')}
        {...tipProps('Command palette', 'Ctrl K')}
      >
        <Icon name="search" />
        Commands
        <span className="kbd">Ctrl K</span>
      </button>
    </header>
  );
}

const TITLES = { strategies: 'Strategies', settings: 'Settings' } as const;

function TimeZone(): ReactElement {
  const { session, settings: store } = useServices();
  const { timeZone } = useSettings();
  const exchange = useStore(session, (state) => state.run?.timeZone);
  const local = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Select
      label="Time zone"
      variant="ghost"
      value={timeZone}
      options={[
        { value: 'exchange', label: exchange === undefined ? 'Exchange' : zoneName(exchange) },
        { value: 'local', label: `Local, ${zoneName(local)}` },
        { value: 'utc', label: 'UTC' },
      ]}
      onChange={(choice) => store.getState().update({ timeZone: choice })}
    />
  );
}
