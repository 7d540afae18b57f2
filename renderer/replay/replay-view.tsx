import './replay.css';
import type { ReactElement } from 'react';
import { useStore } from 'zustand';

import { useServices } from '../state/services.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/panel.tsx';
import { RunWorkspace } from './workspace.tsx';

/** The open run on charts; without one, how to open it. */
export function ReplayView(): ReactElement {
  const { session } = useServices();
  const run = useStore(session, (state) => state.run);
  const isKnown = useStore(session, (state) => state.isKnown);
  return (
    <main className="view replay" role="region" aria-label="Replay">
      {run === undefined ? (
        <div className="panel">{isKnown ? <NoSession /> : undefined}</div>
      ) : (
        <RunWorkspace key={run.runId} run={run} />
      )}
    </main>
  );
}

function NoSession(): ReactElement {
  const { commands } = useServices();
  return (
    <EmptyState text="No session open.">
      <Button
        variant="primary"
        size="l"
        icon="open"
        keys="Ctrl O"
        onClick={() => commands.getState().run('session.open')}
      >
        Open session
      </Button>
      <Button size="l" icon="plus" keys="Ctrl N" onClick={() => commands.getState().run('session.new')}>
        New session
      </Button>
    </EmptyState>
  );
}
