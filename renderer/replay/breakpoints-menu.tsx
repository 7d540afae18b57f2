import './breakpoints.css';
import { useEffect, useId, useRef, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';

import type { OpenRun } from '../../shared/session/replay.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Note } from '../ui/note.tsx';
import { Select } from '../ui/select.tsx';
import { draftedBreakpoint, type BreakpointDraft, type BreakpointKind } from './breakpoint-draft.ts';
import { labelOf, type BreakpointsStore } from './breakpoints-store.ts';

const KINDS: readonly { readonly value: BreakpointKind; readonly label: string }[] = [
  { value: 'price', label: 'Price crosses' },
  { value: 'time', label: 'Time of day' },
  { value: 'gap', label: 'Gap in the data' },
  { value: 'fill', label: 'Fill of an order' },
];

export interface BreakpointsMenuProps {
  readonly run: OpenRun;
  readonly store: BreakpointsStore;
  /** Counts how often the command asked to open it. */
  readonly opened: number;
}

/** What pauses play: a button with how many are on, and above it the list with a form to add one. */
export function BreakpointsMenu({ run, store, opened }: BreakpointsMenuProps): ReactElement {
  const id = useId();
  const { entries, remove, turn } = useStore(store);
  const button = useRef<HTMLSpanElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const on = entries.filter(({ isOn }) => isOn).length;
  useEffect(() => {
    if (opened > 0) list.current?.showPopover();
  }, [opened]);

  const place = (): void => {
    const anchor = button.current?.getBoundingClientRect();
    const box = list.current;
    if (anchor === undefined || box === null) return;
    box.style.right = `${Math.max(8, window.innerWidth - anchor.right)}px`;
    box.style.bottom = `${window.innerHeight - anchor.top + 6}px`;
    box.querySelector<HTMLElement>('select')?.focus();
  };
  return (
    <>
      <span ref={button} className="menubutton">
        <Button variant="ghost" tip="Breakpoints: what pauses play" keys="B" popoverTarget={id}>
          Breakpoints{on === 0 ? '' : ` ${on}`}
        </Button>
      </span>
      <div
        ref={list}
        id={id}
        popover="auto"
        className="breakpoints"
        role="dialog"
        aria-label="Breakpoints"
        onToggle={(event) => {
          if (event.newState === 'open') place();
        }}
        onKeyDown={(event) => event.stopPropagation()}
      >
        {entries.length === 0 ? (
          <p className="t2">Play pauses at the very event that meets one of these.</p>
        ) : undefined}
        <ul aria-label="Breakpoints">
          {entries.map(({ breakpoint, isOn }) => (
            <li key={breakpoint.id}>
              <Checkbox label={labelOf(breakpoint)} isChecked={isOn} onChange={(next) => turn(breakpoint.id, next)} />
              <Button
                variant="ghost"
                size="s"
                icon="close"
                aria-label={`Remove ${labelOf(breakpoint)}`}
                onClick={() => remove(breakpoint.id)}
              />
            </li>
          ))}
        </ul>
        <BreakpointForm run={run} store={store} />
      </div>
    </>
  );
}

function BreakpointForm({ run, store }: Pick<BreakpointsMenuProps, 'run' | 'store'>): ReactElement {
  const symbols = run.symbols.map(({ symbol }) => symbol);
  const [draft, setDraft] = useState<BreakpointDraft>({ kind: 'price', symbol: symbols[0] ?? '', text: '' });
  const [problem, setProblem] = useState<string>();
  const change = (part: Partial<BreakpointDraft>): void => {
    setDraft({ ...draft, ...part });
    setProblem(undefined);
  };
  const add = (): void => {
    const drafted = draftedBreakpoint(draft, crypto.randomUUID());
    if ('problem' in drafted) {
      setProblem(drafted.problem);
      return;
    }
    store.getState().add(drafted.breakpoint);
    change({ text: '' });
  };
  const { kind, symbol, text } = draft;
  const options = symbols.map((value) => ({ value, label: value }));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <span className="line">
        <Select
          label="Pause on"
          value={kind}
          options={KINDS}
          onChange={(next) =>
            change({ kind: next, text: '', symbol: next === 'price' ? symbol || (symbols[0] ?? '') : '' })
          }
        />
        {kind === 'price' || kind === 'gap' ? (
          <Select
            label="Symbol of the breakpoint"
            value={symbol}
            options={kind === 'gap' ? [{ value: '', label: 'any symbol' }, ...options] : options}
            onChange={(next) => change({ symbol: next })}
          />
        ) : undefined}
        {kind === 'price' || kind === 'time' ? (
          <span className={problem === undefined ? 'field' : 'field bad'}>
            <input
              aria-label={kind === 'price' ? 'Price' : 'Time of day'}
              placeholder={kind === 'price' ? '145.50' : '10:00'}
              autoComplete="off"
              spellCheck={false}
              value={text}
              onChange={(event) => change({ text: event.target.value })}
            />
          </span>
        ) : undefined}
        <Button icon="plus" aria-label="Add the breakpoint" onClick={add}>
          Add
        </Button>
      </span>
      {problem === undefined ? undefined : <Note tone="bad">{problem}</Note>}
    </form>
  );
}
