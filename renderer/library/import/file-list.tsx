import type { KeyboardEvent, ReactElement } from 'react';

import { formatBytes } from '../../ui/format.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { summaryOf } from './fields.ts';
import type { ImportEntry } from './import-store.ts';

const STATES: Readonly<
  Record<
    'ready' | 'question' | 'refused' | 'unchanged',
    { readonly icon: IconName; readonly tone: string; readonly name: string }
  >
> = {
  ready: { icon: 'ok', tone: 'ok', name: 'ready' },
  question: { icon: 'ask', tone: 'warn', name: 'question' },
  refused: { icon: 'bad', tone: 'bad', name: 'refused' },
  unchanged: { icon: 'check', tone: 't3', name: 'already stored' },
};

export function stateOf(entry: ImportEntry): 'reading' | keyof typeof STATES {
  if (entry.failure !== undefined) return 'refused';
  return entry.inspection?.status ?? 'reading';
}

/** `4 ready, 1 question, 1 refused` */
export function countStates(entries: readonly ImportEntry[]): string {
  const counts = new Map<string, number>();
  for (const entry of entries) {
    const state = stateOf(entry);
    const name = state === 'reading' ? 'being read' : STATES[state].name;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const order = ['ready', 'question', 'refused', 'already stored', 'being read'];
  return order.flatMap((name) => (counts.has(name) ? [`${counts.get(name)} ${name}`] : [])).join(', ');
}

export interface FileListProps {
  readonly entries: readonly ImportEntry[];
  readonly selectedKey: string | undefined;
  readonly onSelect: (key: string) => void;
}

export function FileList({ entries, selectedKey, onSelect }: FileListProps): ReactElement {
  const press = (event: KeyboardEvent<HTMLElement>): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    const next = entries[entries.findIndex(({ key }) => key === selectedKey) + step];
    event.preventDefault();
    if (next === undefined) return;
    onSelect(next.key);
    const row = event.currentTarget.children[entries.indexOf(next)];
    if (row instanceof HTMLElement) row.focus();
  };
  return (
    <div className="body scroll" role="listbox" aria-label="Files" onKeyDown={press}>
      {entries.map((entry) => {
        const state = stateOf(entry);
        return (
          <div
            key={entry.key}
            className="file"
            role="option"
            aria-selected={entry.key === selectedKey}
            tabIndex={entry.key === selectedKey ? 0 : -1}
            onClick={() => onSelect(entry.key)}
          >
            {state === 'reading' ? (
              <Icon name="again" tone="t3" />
            ) : (
              <Icon name={STATES[state].icon} tone={STATES[state].tone} />
            )}
            <span className="ell" title={entry.name}>
              {entry.name}
            </span>
            <span className="lab">{formatBytes(entry.bytes)}</span>
            <p className={state === 'refused' ? 'refused' : undefined}>
              {entry.failure ??
                (entry.inspection === undefined
                  ? 'Reading'
                  : `${state === 'refused' ? 'Refused: ' : ''}${summaryOf(entry.inspection)}`)}
            </p>
          </div>
        );
      })}
    </div>
  );
}
