import { lazy, Suspense, useCallback, useEffect, useMemo, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';

import { filesFromDrop } from '../backend/file-refs.ts';
import { ExportDialog } from '../library/export/export-dialog.tsx';
import { ImportDialog } from '../library/import/import-dialog.tsx';
import { OperationDialogs } from '../library/operations/operation-dialogs.tsx';
import { isBackup } from '../library/operations/operations-store.ts';
import { libraryCommands } from '../library/library-commands.ts';
import { LibraryView } from '../library/library-view.tsx';
import { resultsCommands } from '../results/results-commands.ts';
import { ResultsView } from '../results/results-view.tsx';
import { sessionCommands } from '../session-dialog/session-commands.ts';
import { SessionDialog } from '../session-dialog/session-dialog.tsx';
import { SettingsView } from '../settings/settings-view.tsx';
import type { View } from '../state/navigation-store.ts';
import { useServices } from '../state/services.ts';
import { useCommands } from '../state/use-commands.ts';
import { StrategiesView } from '../strategies/strategies-view.tsx';
import { Note } from '../ui/note.tsx';
import { EmptyState } from '../ui/panel.tsx';
import { TooltipHost } from '../ui/tooltip.tsx';
import { ActivityBar } from './activity-bar.tsx';
import { CommandPalette } from './command-palette.tsx';
import { appCommands } from './commands.ts';
import { DropFiles } from './drop-files.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import type { Features } from './features.ts';
import { useCommandKeys } from './keyboard.ts';
import { Notices } from './notices.tsx';
import { useTheme } from './theme.ts';
import { TopBar } from './top-bar.tsx';

/** Charts and docking are the larger half of the program: they load when Replay is opened. */
const ReplayView = lazy(async () => ({ default: (await import('../replay/replay-view.tsx')).ReplayView }));

/** The window once everything is known: bars, the open view, and what floats above it. `lost` is why the backend cannot be reached. */
export function Frame({ features, lost }: { features: Features; lost: string | undefined }): ReactElement {
  const services = useServices();
  const view = useStore(services.navigation, (state) => state.view);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  useTheme();
  useCommandKeys();
  useCommands(
    useMemo(
      () => [
        ...appCommands(services, () => setPaletteOpen(true)),
        ...libraryCommands(services, features.library),
        ...sessionCommands(services, features.sessionDialog),
        ...resultsCommands(services, features.results),
      ],
      [services, features],
    ),
  );
  const drop = useCallback(
    (transfer: DataTransfer) => {
      filesFromDrop(transfer)
        .then(async (files) => {
          const { open, pathOf, show } = features.library.operations.getState();
          if (open === 'migrate' && pathOf !== undefined) show('migrate', files[0]);
          else if (isBackup(files)) show('restore', files[0]);
          else await features.library.imports.getState().add(files);
        })
        .catch((error: unknown) => services.notices.getState().showError(error));
    },
    [services, features],
  );
  const runName = useStore(services.session, (state) => state.run?.name);
  useEffect(() => {
    document.title = runName === undefined ? 'Tapedeck' : `${runName} – Tapedeck`;
  }, [runName]);

  const isImportOpen = useStore(features.library.imports, (state) => state.isOpen);
  const isSessionOpen = useStore(features.sessionDialog, (state) => state.isOpen);
  const isOperationOpen = useStore(features.library.operations, (state) => state.open !== undefined);
  const isExportOpen = useStore(features.library.catalogue, (state) => state.isExporting);
  // A modal dialog makes the rest inert; saying so here too keeps names unique for software that reads only attributes.
  const isBehind = isImportOpen || isExportOpen || isOperationOpen || isSessionOpen || isPaletteOpen;

  return (
    <>
      <div className="app" aria-hidden={isBehind ? true : undefined}>
        <div className="mark" aria-hidden="true">
          <Mark />
        </div>
        <TopBar features={features} />
        <ActivityBar />
        {lost === undefined ? undefined : (
          <div className="lost">
            <Note tone="bad">{lost}</Note>
          </div>
        )}
        <ErrorBoundary key={view} name={`${view} view`}>
          <Suspense fallback={<Waiting />}>
            <OpenView view={view} features={features} />
          </Suspense>
        </ErrorBoundary>
      </div>
      <Notices />
      <ImportDialog store={features.library.imports} />
      <ExportDialog store={features.library.catalogue} />
      <OperationDialogs store={features.library.operations} catalogue={features.library.catalogue} />
      <SessionDialog store={features.sessionDialog} />
      {isPaletteOpen ? <CommandPalette onClose={() => setPaletteOpen(false)} /> : undefined}
      <DropFiles onDrop={drop} />
      <TooltipHost />
    </>
  );
}

function OpenView({ view, features }: { view: View; features: Features }): ReactElement {
  switch (view) {
    case 'library':
      return <LibraryView stores={features.library} />;
    case 'replay':
      return <ReplayView />;
    case 'results':
      return <ResultsView store={features.results} />;
    case 'strategies':
      return <StrategiesView store={features.strategies} />;
    case 'settings':
      return <SettingsView />;
  }
}

function Waiting(): ReactElement {
  return (
    <div className="view">
      <div className="panel">
        <EmptyState text="Opening." />
      </div>
    </div>
  );
}

function Mark(): ReactElement {
  return (
    <svg width="24" height="16" viewBox="0 0 24 16" fill="none" stroke="currentColor" strokeWidth="1.5">
      <circle cx="6" cy="7" r="4.25" />
      <circle cx="18" cy="7" r="4.25" />
      <path d="M6 11.25h12" />
      <circle cx="6" cy="7" r=".75" fill="currentColor" />
      <circle cx="18" cy="7" r=".75" fill="currentColor" />
    </svg>
  );
}
