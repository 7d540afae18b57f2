import type { ReactElement } from 'react';
import { useStore } from 'zustand';

import type { ResultSummary } from '../../shared/trading/result.ts';
import { useServices } from '../state/services.ts';
import { zoneTime } from '../state/zone-time.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';
import type { ResultsStore } from './results-store.ts';
import { strategyLabel } from './strategy-label.ts';

const NO_COMPARISON = '';

/** Results' part of the top bar: which result is shown, and what can be done with it. */
export function ResultsBar({ store }: { store: ResultsStore }): ReactElement {
  const { commands } = useServices();
  const { results, shownId, comparedId, show, compare } = useStore(store);
  const run = (id: string): void => void commands.getState().run(id);
  const shown = results?.find(({ id }) => id === shownId);
  if (results === undefined || shown === undefined) return <h1>Results</h1>;
  return (
    <>
      <Select
        label="Result"
        variant="ghost"
        size="l"
        fits
        value={shown.id}
        options={results.map((result) => ({ value: result.id, label: labelOf(result) }))}
        onChange={show}
      />
      <span className="lab ell">
        {shown.from === shown.to ? shown.from : `${shown.from} to ${shown.to}`}, {shown.symbols.join(', ')}
      </span>
      <span className="sep" />
      <Select
        label="Compare with"
        variant={comparedId === undefined ? 'ghost' : 'filled'}
        fits
        value={comparedId ?? NO_COMPARISON}
        options={[
          { value: NO_COMPARISON, label: 'Compare with' },
          ...results
            .filter(({ id }) => id !== shown.id)
            .map((result) => ({ value: result.id, label: labelOf(result) })),
        ]}
        onChange={(id) => compare(id === NO_COMPARISON ? undefined : id)}
      />
      <Button variant="ghost" icon="replay" keys="Ctrl Enter" onClick={() => run('results.replay')}>
        Replay
      </Button>
      <Button variant="ghost" icon="again" onClick={() => run('results.again')}>
        Run again
      </Button>
      <Button variant="ghost" icon="export" onClick={() => run('results.export.html')}>
        Report
      </Button>
      <Button variant="ghost" onClick={() => run('results.delete')}>
        Delete
      </Button>
    </>
  );
}

function labelOf({ name, strategy, params, createdAt }: ResultSummary): string {
  const values = Object.values(params).join('/');
  const local = zoneTime(Intl.DateTimeFormat().resolvedOptions().timeZone);
  const stored = local.stamp(createdAt as Parameters<typeof local.stamp>[0]).slice(5, 16);
  return `${name}: ${strategyLabel(strategy)}${values === '' ? '' : ` ${values}`}, ${stored}`;
}
