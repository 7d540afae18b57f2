import type { ReactElement } from 'react';
import { useStore } from 'zustand';

import { useServices } from '../state/services.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/panel.tsx';

/** The open run on charts; without one, how to open it. */
export function ReplayView(): ReactElement {
  const { session, commands } = useServices();
  const run = useStore(session, (state) => state.run);
  return (
    <main className="view" role="region" aria-label="Replay">
      <div className="panel">
        {run === undefined ? (
          <EmptyState text="No session open.">
            <Button variant="primary" size="l" icon="open" keys="Ctrl O" onClick={() => commands.getState().run('session.open')}>
              Open session
            </Button>
            <Button size="l" icon="plus" keys="Ctrl N" onClick={() => commands.getState().run('session.new')}>
              New session
            </Button>
          </EmptyState>
        ) : undefined}
      </div>
    </main>
  );
}
