import { createContext, useContext } from 'react';
import { useStore } from 'zustand';

import type { BackendClient } from '../../shared/ipc/client.ts';
import type { Settings } from '../../shared/ipc/settings.ts';
import { createCommandsStore, type CommandsStore } from './commands-store.ts';
import { createJobsStore, type JobsStore } from './jobs-store.ts';
import { createNavigationStore, type AddressBar, type NavigationStore } from './navigation-store.ts';
import { createNoticesStore, type NoticesStore } from './notices-store.ts';
import { createSessionStore, type SessionStore } from './session-store.ts';
import { createSettingsStore, type SettingsStore } from './settings-store.ts';

/** What every feature shares: the link to the backend and the stores that more than one of them reads. */
export interface Services {
  readonly client: BackendClient;
  readonly settings: SettingsStore;
  readonly session: SessionStore;
  readonly jobs: JobsStore;
  readonly notices: NoticesStore;
  readonly commands: CommandsStore;
  readonly navigation: NavigationStore;
}

export function createServices(client: BackendClient, address: AddressBar): Services {
  const notices = createNoticesStore();
  const settings = createSettingsStore(client, notices);
  const navigation = createNavigationStore(address);
  return {
    client,
    notices,
    settings,
    navigation,
    session: createSessionStore(client, settings),
    jobs: createJobsStore(client, notices, ({ kind }) => {
      const { view } = navigation.getState();
      return view === 'library' || (view === 'results' && kind === 'run');
    }),
    commands: createCommandsStore(),
  };
}

export const ServicesContext = createContext<Services | undefined>(undefined);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === undefined) throw new Error('invariant: rendered outside ServicesContext');
  return services;
}

/** The settings; views are shown only once they are loaded. */
export function useSettings(): Settings {
  const settings = useStore(useServices().settings, (state) => state.settings);
  if (settings === undefined) throw new Error('invariant: rendered before the settings were loaded');
  return settings;
}
