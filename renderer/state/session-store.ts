import { createStore, type StoreApi } from 'zustand/vanilla';

import type { BackendClient } from '../../shared/ipc/client.ts';
import type { CurrentSession } from '../../shared/ipc/contract.ts';
import type { OpenRun, ReplayFrame, ReplayState } from '../../shared/session/replay.ts';
import type { SettingsStore } from './settings-store.ts';

export interface SessionState {
  /** The open run; `undefined` when none is open. */
  readonly run: OpenRun | undefined;
  /** The configuration as it was opened. */
  readonly config: unknown;
  /** Newest state of the run. Changes with every frame: select narrowly, or listen to `frame` directly. */
  readonly replay: ReplayState | undefined;
  /** False until the backend has said once whether a run is open. */
  readonly isKnown: boolean;
  /** Asks the backend for the open run; called at the start and after a lost connection. */
  refresh(): Promise<void>;
  /** Opens a run and remembers it among the recent ones. Rejects with the backend's refusal. */
  open(config: unknown): Promise<CurrentSession>;
  close(): Promise<void>;
  /** Takes the answer of a replay command at once, so that controls do not wait for the next frame. */
  setReplay(replay: ReplayState): void;
}

export type SessionStore = StoreApi<SessionState>;

const MAX_RECENT = 12;

/** The open run as the window knows it. */
export function createSessionStore(client: BackendClient, settings: SettingsStore): SessionStore {
  const store = createStore<SessionState>()((set) => {
    const take = (current: CurrentSession | undefined): void => {
      set({ run: current?.run, config: current?.config, replay: current?.state, isKnown: true });
    };
    client.on('session.changed', take);
    client.on('frame', ({ state }: ReplayFrame) => set({ replay: state }));
    return {
      run: undefined,
      config: undefined,
      replay: undefined,
      isKnown: false,
      refresh: async () => take(await client.request('session.current', {})),
      open: async (config) => {
        const current = await client.request('session.open', { config });
        take(current);
        remember(settings, current);
        return current;
      },
      close: async () => {
        await client.request('session.close', {});
        take(undefined);
      },
      setReplay: (replay) => set({ replay }),
    };
  });
  return store;
}

function remember(settings: SettingsStore, { run, config }: CurrentSession): void {
  const { settings: known, update } = settings.getState();
  if (known === undefined) return;
  const text = JSON.stringify(config);
  const others = known.recentSessions.filter(
    (recent) => recent.name !== run.name || JSON.stringify(recent.config) !== text,
  );
  update({ recentSessions: [{ name: run.name, config }, ...others].slice(0, MAX_RECENT) });
}
