import type { ReactElement } from 'react';

import { EmptyState } from '../ui/panel.tsx';

/** Strategies and their parameters. This version has none. */
export function StrategiesView(): ReactElement {
  return (
    <main className="view" role="region" aria-label="Strategies">
      <div className="panel">
        <EmptyState text="No strategies. This version replays sessions; strategies come with a later one." />
      </div>
    </main>
  );
}
