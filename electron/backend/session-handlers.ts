import type { Handlers } from '../../shared/ipc/contract.ts';
import type { Settings } from '../../shared/ipc/settings.ts';
import { parseSessionConfig } from '../../shared/session/parse-config.ts';
import type { SessionHost } from './session-host.ts';
import type { SettingsStore } from './settings-store.ts';
import type { UpkeepClient } from './upkeep-client.ts';

const MAX_RECENT = 12;

export function sessionHandlers(host: SessionHost, settings: SettingsStore, upkeep: UpkeepClient) {
  return {
    'session.validate': ({ config }) => {
      const { valid, problems } = parseSessionConfig(config);
      return { valid, problems };
    },
    'session.resolve': ({ config }) => host.resolve(config),
    'session.open': async ({ config }) => {
      const opened = await host.open(config, { speed: settings.get().speed });
      settings.patch({ recentSessions: recentWith(settings.get(), opened.run.name, config) });
      return opened;
    },
    'session.current': () => host.current(),
    'session.close': () => host.close(),
    'session.strips': async () => upkeep.ask<'strips'>({ type: 'strips', run: await host.runNumber() }),
  } satisfies Partial<Handlers>;
}

/** Newest first; one that was opened before moves to the front. */
function recentWith(settings: Settings, name: string, config: unknown): Settings['recentSessions'] {
  const text = JSON.stringify(config);
  const others = settings.recentSessions.filter((recent) => JSON.stringify(recent.config) !== text);
  return [{ name: name.slice(0, 256), config }, ...others].slice(0, MAX_RECENT);
}
