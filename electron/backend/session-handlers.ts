import type { Handlers } from '../../shared/ipc/contract.ts';
import type { Settings } from '../../shared/ipc/settings.ts';
import { parseSessionConfig } from '../../shared/session/parse-config.ts';
import type { CalendarService } from './calendar-service.ts';
import type { SessionHost } from './session-host.ts';
import type { SettingsStore } from './settings-store.ts';
import type { StrategyService } from './strategies/strategy-service.ts';
import type { UpkeepClient } from './upkeep-client.ts';

const MAX_RECENT = 12;

export interface SessionHandlerParts {
  readonly session: SessionHost;
  readonly settings: SettingsStore;
  readonly upkeep: UpkeepClient;
  readonly strategies: StrategyService;
  readonly calendars: Pick<CalendarService, 'ownIds'>;
}

export function sessionHandlers({ session: host, settings, upkeep, strategies, calendars }: SessionHandlerParts) {
  return {
    'session.validate': async ({ config }) => {
      const parsed = parseSessionConfig(config, calendars.ownIds());
      const problems = parsed.valid ? await strategies.problems(parsed.config) : parsed.problems;
      return { valid: problems.length === 0, problems };
    },
    'session.resolve': async ({ config }) => (await host.resolve(config)).plan,
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
