import './session-dialog.css';
import { useRef, type ReactElement } from 'react';
import { useStore } from 'zustand';

import type { RunPlan } from '../../shared/session/plan.ts';
import { useSettings } from '../state/services.ts';
import { shortDate } from '../state/zone-time.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { formatCount, plural } from '../ui/format.ts';
import { Note } from '../ui/note.tsx';
import { EmptyState } from '../ui/panel.tsx';
import { formatDraft, nameOf, streamsOf, type DraftConfig } from './session-draft.ts';
import type { SessionDialogState, SessionDialogStore } from './session-dialog-store.ts';
import { SessionForm } from './session-form.tsx';
import { StreamsTable } from './streams-table.tsx';

/** Choosing, making and checking the configuration of a session. */
export function SessionDialog({ store }: { store: SessionDialogStore }): ReactElement {
  const isOpen = useStore(store, (state) => state.isOpen);
  return isOpen ? <OpenSessionDialog store={store} /> : <></>;
}

function OpenSessionDialog({ store }: { store: SessionDialogStore }): ReactElement {
  const state = useStore(store);
  const canOpen =
    state.draft !== undefined && state.problems.length === 0 && !state.isOpening && state.stored !== undefined;
  return (
    <Dialog
      title="Session"
      className="sessiondialog"
      facts={state.draft === undefined ? '' : nameOf(state.draft)}
      footer={
        <>
          <span className="say ell">{footerText(state)}</span>
          <span className="grow" />
          <Button size="l" onClick={state.close}>
            Cancel
          </Button>
          <Button size="l" variant="primary" disabled={!canOpen} onClick={() => void state.perform()}>
            {state.isOpening ? 'Opening' : 'Open session'}
          </Button>
        </>
      }
      onClose={state.close}
    >
      <div className="sd">
        <RecentSessions state={state} />
        <div>
          {state.draft === undefined || state.stored === undefined ? (
            <EmptyState
              text={
                state.stored === undefined
                  ? 'Reading the catalogue.'
                  : 'The text at the right is not a configuration. Mend it to use the form.'
              }
            />
          ) : (
            <>
              <SessionForm draft={state.draft} stored={state.stored} onChange={state.setDraft} />
              <div className="body scroll">
                <StreamsTable draft={state.draft} stored={state.stored} onChange={state.setDraft} />
              </div>
            </>
          )}
        </div>
        <div>
          <div className="head">
            <h2>Configuration</h2>
            <span className="lab grow">JSON, checked as you type</span>
          </div>
          <textarea
            aria-label="Configuration"
            spellCheck={false}
            value={state.text}
            onChange={(event) => state.setText(event.target.value)}
          />
          <Findings state={state} />
        </div>
      </div>
    </Dialog>
  );
}

function RecentSessions({ state }: { state: SessionDialogState }): ReactElement {
  const { recentSessions } = useSettings();
  const picker = useRef<HTMLInputElement>(null);
  const read = async (input: HTMLInputElement): Promise<void> => {
    const [file] = input.files ?? [];
    input.value = '';
    if (file !== undefined) state.setText(await file.text());
  };
  return (
    <div>
      <div className="head">
        <h2>Recent</h2>
        <span className="grow" />
        <Button variant="ghost" size="s" onClick={() => picker.current?.click()}>
          From file
        </Button>
        <input
          ref={picker}
          type="file"
          hidden
          accept=".json,application/json"
          aria-label="Configuration file"
          onChange={(event) => void read(event.target)}
        />
      </div>
      <div className="body scroll">
        {recentSessions.length === 0 ? (
          <EmptyState text="Sessions that were opened appear here." />
        ) : (
          recentSessions.map(({ name, config }, index) => {
            const text = formatDraft(config);
            return (
              <button
                key={`${index} ${name}`}
                type="button"
                className="recent"
                aria-pressed={text === state.text}
                onClick={() => state.setText(text)}
                onDoubleClick={() => void state.perform()}
              >
                <span className="ell">{name}</span>
                <span className="lab ell">{describe(config)}</span>
              </button>
            );
          })
        )}
      </div>
    </div>
  );
}

/** `SPY 1s, IBM 1m, 7 Oct – 11 Oct` of a configuration, as far as it has these. */
function describe(config: unknown): string {
  const draft = (config ?? {}) as DraftConfig;
  const { dates } = draft;
  const bars = streamsOf(draft).map(({ symbol, interval, type }) => `${symbol} ${interval ?? type}`);
  const when =
    dates?.last ??
    (dates?.from === undefined || dates.to === undefined
      ? ''
      : dates.from === dates.to
        ? dates.from
        : `${dates.from} to ${dates.to}`);
  return [when, ...bars].filter(Boolean).join(', ');
}

function footerText({ problems, plan, isChecking }: SessionDialogState): string {
  if (problems.length > 0) return plural(problems.length, 'problem');
  if (isChecking || plan === undefined) return 'Checking';
  const [first] = plan.sessions;
  const last = plan.sessions.at(-1);
  const span =
    first === undefined || last === undefined
      ? ''
      : first === last
        ? `, ${shortDate(first.date)}`
        : `, ${shortDate(first.date)} to ${shortDate(last.date)}`;
  return `${plural(plan.sessions.length, 'session')}${span}, ${plural(plan.streams.length, 'stream')}, ${formatCount(rowsOf(plan))} rows stored`;
}

const rowsOf = (plan: RunPlan): number => plan.streams.reduce((sum, { rows }) => sum + rows, 0);

function Findings({ state: { problems, plan } }: { state: SessionDialogState }): ReactElement {
  const remarks = problems.length === 0 ? (plan?.remarks ?? []) : [];
  if (problems.length + remarks.length === 0) return <></>;
  return (
    <div className="problems">
      {problems.map(({ path, message }) => (
        <Note key={`${path} ${message}`} tone="bad">
          {path === '' ? undefined : <code>{path}: </code>}
          {message}
        </Note>
      ))}
      {remarks.map((remark) => (
        <Note key={remark} tone="warn">
          {remark}
        </Note>
      ))}
    </div>
  );
}
