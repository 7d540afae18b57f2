import type { ReactElement } from 'react';

import type { Finding } from '../../shared/trading/result.ts';
import { plural } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { EmptyState, Panel } from '../ui/panel.tsx';

/** What makes the result doubtful, the graver first. */
export function Review({ findings }: { findings: readonly Finding[] }): ReactElement {
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  const notes = findings.filter(({ severity }) => severity === 'note');
  const facts =
    findings.length === 0 ? undefined : `${plural(warnings.length, 'warning')}, ${plural(notes.length, 'note')}`;
  return (
    <Panel title="Review" region="Review" facts={facts} className="rev">
      <div className="body scroll">
        {findings.length === 0 ? (
          <EmptyState text="Nothing found that makes this result doubtful." />
        ) : (
          <ul>
            {[...warnings, ...notes].map(({ code, severity, message }) => (
              <li key={code}>
                <Icon name={severity === 'warning' ? 'warn' : 'info'} tone={severity === 'warning' ? 'warn' : 't3'} />
                <p>{message}</p>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Panel>
  );
}
