import type { ReactElement } from 'react';

import { EmptyState } from '../ui/panel.tsx';

/** Runs of strategies. This version plays sessions without one, so there is nothing to list yet. */
export function ResultsView(): ReactElement {
  return (
    <main className="view" role="region" aria-label="Results">
      <div className="panel">
        <EmptyState text="No results. A result is written by a run with a strategy, which this version does not start yet." />
      </div>
    </main>
  );
}
