import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/table.css';
import './app.css';
import { useEffect, useState, useSyncExternalStore, type ReactElement } from 'react';
import { useStore } from 'zustand';

import type { ConnectionStatus } from '../backend/connection-status.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/panel.tsx';
import { ServicesContext, type Services } from '../state/services.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import type { Features } from './features.ts';
import { Frame } from './frame.tsx';
import { loadAll } from './load-all.ts';

export interface AppProps {
  readonly services: Services;
  readonly features: Features;
  readonly connection: Pick<ConnectionStatus, 'get' | 'subscribe'>;
}

/** The window: waits for the backend's first answers, then shows the frame. What is shown stays while a lost connection heals. */
export function App({ services, features, connection }: AppProps): ReactElement {
  const state = useSyncExternalStore(connection.subscribe, connection.get);
  const isLoaded = useStore(services.settings, (settings) => settings.settings !== undefined);
  const [failure, setFailure] = useState<string>();
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    let isCurrent = true;
    loadAll(services).catch((error: unknown) => {
      if (isCurrent) setFailure(error instanceof Error ? error.message : String(error));
    });
    const stop = services.client.on('restarted', () => {
      loadAll(services).catch((error: unknown) => services.notices.getState().showError(error));
    });
    return () => {
      isCurrent = false;
      stop();
    };
  }, [services, attempt]);

  if (state.status === 'refused') return <StartMessage text={state.message} />;
  if (!isLoaded) {
    return failure === undefined ? (
      <StartMessage text="Connecting to the backend." />
    ) : (
      <StartMessage
        text={failure}
        retry={() => {
          setFailure(undefined);
          setAttempt(attempt + 1);
        }}
      />
    );
  }
  return (
    <ServicesContext value={services}>
      <ErrorBoundary name="window">
        <Frame features={features} lost={state.status === 'lost' ? state.message : undefined} />
      </ErrorBoundary>
    </ServicesContext>
  );
}

function StartMessage({ text, retry }: { text: string; retry?: () => void }): ReactElement {
  return (
    <main className="start" role={retry === undefined ? 'status' : 'alert'}>
      <EmptyState text={text}>
        {retry === undefined ? undefined : <Button onClick={retry}>Try again</Button>}
      </EmptyState>
    </main>
  );
}
