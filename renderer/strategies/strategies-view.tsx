import './strategies.css';
import { useEffect, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';

import type { ParameterValue, StrategyInfo } from '../../shared/trading/strategy.ts';
import { useServices, useSettings } from '../state/services.ts';
import { Button } from '../ui/button.tsx';
import { plural } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { Note } from '../ui/note.tsx';
import { EmptyState, Panel } from '../ui/panel.tsx';
import { Select } from '../ui/select.tsx';
import { ParameterForm } from './parameter-form.tsx';
import { type StrategiesStore, withStrategy } from './strategies-store.ts';

/** Strategies, their parameters and what is wrong with their files; runs them over a session. */
export function StrategiesView({ store }: { store: StrategiesStore }): ReactElement {
  const { notices } = useServices();
  const { strategies, selected } = useStore(store);
  useEffect(() => {
    store
      .getState()
      .refresh()
      .catch((error: unknown) => notices.getState().showError(error));
  }, [store, notices]);
  const strategy = strategies?.find(({ name }) => name === selected);
  return (
    <main className="view strategies" role="region" aria-label="Strategies">
      <StrategyList store={store} />
      {strategy === undefined ? (
        <div className="panel">
          <EmptyState text={strategies === undefined ? 'Reading the strategies.' : 'Choose a strategy.'} />
        </div>
      ) : (
        <StrategyPanel key={strategy.name} store={store} strategy={strategy} />
      )}
    </main>
  );
}

function StrategyList({ store }: { store: StrategiesStore }): ReactElement {
  const { notices } = useServices();
  const { strategies = [], selected, select, create } = useStore(store);
  const [name, setName] = useState('');
  const make = (): void => {
    create(name.trim())
      .then(() => setName(''))
      .catch((error: unknown) => notices.getState().showError(error));
  };
  return (
    <Panel title="Strategies" facts={plural(strategies.length, 'strategy', 'strategies')}>
      <ul className="body scroll slist" role="listbox" aria-label="Strategies">
        {strategies.map((strategy) => (
          <li key={strategy.name}>
            <button
              type="button"
              role="option"
              aria-selected={strategy.name === selected}
              onClick={() => select(strategy.name)}
            >
              <span className="strong ell">{strategy.title}</span>
              <span className="lab ell">{strategy.isBuiltIn ? 'built in' : strategy.path}</span>
              {strategy.problems.length > 0 ? <Icon name="bad" tone="bad" /> : undefined}
              {strategy.isTrusted ? undefined : <Icon name="ask" tone="warn" />}
            </button>
          </li>
        ))}
      </ul>
      <form
        className="newstrategy"
        onSubmit={(event) => {
          event.preventDefault();
          make();
        }}
      >
        <span className="field grow">
          <input
            aria-label="Name of a new strategy"
            placeholder="Name of a new strategy"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </span>
        <Button icon="plus" disabled={name.trim() === ''} onClick={make}>
          New from template
        </Button>
      </form>
    </Panel>
  );
}

interface StrategyPanelProps {
  readonly store: StrategiesStore;
  readonly strategy: StrategyInfo;
}

function StrategyPanel({ store, strategy }: StrategyPanelProps): ReactElement {
  const { notices } = useServices();
  const { changes, setParameter, resetParameters, trust, forget } = useStore(store);
  const values = changes[strategy.name] ?? {};
  const tell = (error: unknown): void => notices.getState().showError(error);
  const { path } = strategy;
  const hasParameters = Object.keys(strategy.parameters).length > 0;
  return (
    <Panel
      title={strategy.title}
      facts={strategy.description}
      controls={
        Object.keys(values).length === 0 ? undefined : (
          <Button variant="ghost" size="s" icon="again" onClick={() => resetParameters(strategy.name)}>
            Defaults
          </Button>
        )
      }
    >
      <div className="body scroll spad">
        {path === undefined ? undefined : (
          <p className="spath">
            <span className="mono selectable ell grow">{path}</span>
            <Button size="s" onClick={() => void navigator.clipboard.writeText(path).catch(tell)}>
              Copy path
            </Button>
            <Button size="s" variant="ghost" onClick={() => void forget(path).catch(tell)}>
              Take off the list
            </Button>
          </p>
        )}
        {strategy.isTrusted ? undefined : (
          <Note tone="warn">
            This file comes from elsewhere. A strategy is a program that runs with your rights: read it first.{' '}
            <Button size="s" onClick={() => void trust(strategy).catch(tell)}>
              Trust this file
            </Button>
          </Note>
        )}
        {strategy.problems.map((problem, index) => (
          <Note key={index} tone="bad">
            {[problem.file.split(/[/\\]/).at(-1), problem.line, problem.column]
              .filter((part) => part !== undefined)
              .join(':')}
            {`: ${problem.message}`}
          </Note>
        ))}
        {hasParameters ? (
          <ParameterForm
            strategy={strategy}
            values={values}
            onChange={(name, value) => setParameter(strategy.name, name, value)}
          />
        ) : undefined}
        <RunForm store={store} strategy={strategy} values={values} />
      </div>
    </Panel>
  );
}

interface RunFormProps extends StrategyPanelProps {
  readonly values: Readonly<Record<string, ParameterValue>>;
}

/** Over which session it is run: the open one or a recent one. */
function RunForm({ store, strategy, values }: RunFormProps): ReactElement {
  const { client, session, navigation, notices, commands } = useServices();
  const { recentSessions } = useSettings();
  const run = useStore(session, (state) => state.run);
  const open = useStore(session, (state) => state.config);
  const { session: chosen, chooseSession } = useStore(store);
  const offered = [
    ...(run === undefined ? [] : [{ name: `${run.name} (open)`, config: open }]),
    ...recentSessions.filter(({ config }) => JSON.stringify(config) !== JSON.stringify(open)),
  ];
  const place = Math.min(chosen, offered.length - 1);
  const config = offered[place]?.config;
  const canRun = strategy.isTrusted && strategy.problems.length === 0;
  const tell = (error: unknown): void => notices.getState().showError(error);
  if (config === undefined) {
    return (
      <div className="srun">
        <p className="t2">A strategy runs over a session: choose symbols and dates first.</p>
        <Button variant="primary" keys="Ctrl N" onClick={() => commands.getState().run('session.new')}>
          New session
        </Button>
      </div>
    );
  }
  const prepared = withStrategy(config, strategy.name, values);
  const start = (): void => {
    client
      .request('run.start', { config: prepared })
      .then(() =>
        notices.getState().show('info', `${strategy.title} runs in the background; its result comes to Results.`),
      )
      .catch(tell);
  };
  const replay = (): void => {
    session
      .getState()
      .open(prepared)
      .then(() => navigation.getState().go('replay'))
      .catch(tell);
  };
  return (
    <div className="srun">
      <span className="t2">Session</span>
      <Select
        label="Session"
        value={String(place)}
        options={offered.map(({ name }, index) => ({ value: String(index), label: name }))}
        onChange={(value) => chooseSession(Number(value))}
      />
      <Button variant="primary" icon="play" disabled={!canRun} onClick={start}>
        Run
      </Button>
      <Button icon="replay" disabled={!canRun} onClick={replay}>
        Watch in Replay
      </Button>
    </div>
  );
}
