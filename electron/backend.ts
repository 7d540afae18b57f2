import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { AppInfo, Handlers } from '../shared/ipc/contract.ts';
import { appHandlers } from './backend/app-handlers.ts';
import { calendarHandlers } from './backend/calendar-handlers.ts';
import { BarRepairs } from './backend/bar-repairs.ts';
import { CalendarService } from './backend/calendar-service.ts';
import { checkedFolder } from './backend/data-dir.ts';
import { CatalogueService } from './backend/catalogue-service.ts';
import { EventBus } from './backend/event-bus.ts';
import { openIdleKeeper } from './backend/idle-keeper.ts';
import { importHandlers } from './backend/import-handlers.ts';
import { jobHandlers } from './backend/job-handlers.ts';
import { Jobs } from './backend/jobs.ts';
import { LastSessionStore } from './backend/last-session.ts';
import { qualityHandlers } from './backend/quality-handlers.ts';
import { replayHandlers } from './backend/replay-handlers.ts';
import { resultHandlers } from './backend/result-handlers.ts';
import { sessionHandlers } from './backend/session-handlers.ts';
import { SessionHost } from './backend/session-host.ts';
import { strategyHandlers } from './backend/strategy-handlers.ts';
import { StrategyService } from './backend/strategies/strategy-service.ts';
import { openStatusLine } from './backend/status-line.ts';
import { storeHandlers } from './backend/store-handlers.ts';
import type { BackendThreads } from './backend/threads.ts';
import { SettingsStore } from './backend/settings-store.ts';
import { ResultStore } from './results/result-store.ts';
import { openStore } from './store/store.ts';
import { createImporter } from './store/import/importer.ts';
import type { BarProvider } from '../shared/session/bar-provider.ts';
import type { BackendStart } from './supervisor/messages.ts';

export interface BackendOptions extends BackendStart {
  /** Started already; ended with the backend. */
  readonly threads: BackendThreads;
  /** Where bars that no file holds can be had (D3), in order of preference. */
  readonly providers?: readonly BarProvider[];
}

export interface Backend {
  readonly handlers: Handlers;
  readonly events: EventBus;
  /** Ends jobs, threads and the store in order; settings are on disk when it resolves. */
  close(): Promise<void>;
}

/** The composition root: store, importer, upkeep and coordinator threads, jobs and settings behind the contract's handlers. The run that
 * was open when the last backend ended is opened again where its clock stood, paused. Throws what {@link openStore} throws. */
export async function createBackend(options: BackendOptions): Promise<Backend> {
  const { dataDir, host, version, uploadDir, threads } = options;
  const { programs, upkeep, coordinator } = threads;
  const events = new EventBus();
  // A folder that is not there yet could not be locked, and a second host would find it free.
  await mkdir(checkedFolder(dataDir), { recursive: true }).catch(() => undefined);
  const store = await openStore({ dataDir, mode: 'auto' });
  const settings = await SettingsStore.open(dataDir, store.isReadOnly);
  const last = await LastSessionStore.open(dataDir, store.isReadOnly);
  const jobs = new Jobs((job) => events.emit('job', job));
  const strategies = new StrategyService({ dataDir, programs, isReadOnly: store.isReadOnly, settings, events });
  const calendars = new CalendarService(store, events, () => {
    upkeep.calendarsChanged();
    catalogue.changed();
  });
  const session = new SessionHost({ coordinator, upkeep, events, last, strategies, calendars, folder: dataDir });
  coordinator.listen({
    message: (message) => session.received(message),
    stuck: (call) => session.strategyStuck(call),
  });
  events.listen((name) => {
    if (name === 'strategies.changed') void session.strategiesChanged();
  });
  const catalogue = new CatalogueService(store, upkeep, events);
  const keeper = await openIdleKeeper(store, () => session.isPlaying || jobs.isBusy, events, catalogue);
  const importer = createImporter({ store, child: fileURLToPath(new URL('import-child.js', programs)) });

  const providers = store.isReadOnly ? [] : (options.providers ?? []);
  const repairs = new BarRepairs({
    store,
    providers,
    stored: () => catalogue.changed(),
    provided: (run, key, times) => upkeep.provided(run, key, times),
  });
  upkeep.connectProviders(providers.length, (missing) => repairs.received(missing));

  const results = new ResultStore({ folder: join(dataDir, 'results'), isReadOnly: store.isReadOnly });

  keeper.start();
  const resumable = await last.takeForStart();
  if (resumable !== undefined) void session.resume(resumable, settings.get().speed);

  const statusLine = store.isReadOnly ? undefined : await openStatusLine(dataDir, () => session.status());
  const info: AppInfo = { version, host, dataDir, readOnly: store.isReadOnly, uploads: uploadDir !== undefined };
  const handlers = {
    ...appHandlers(info, settings, last),
    ...jobHandlers(jobs, store, catalogue),
    ...storeHandlers({ store, importer, jobs, catalogue, settings, keeper, uploadDir }),
    ...importHandlers({ importer, jobs, catalogue, uploadDir }),
    ...calendarHandlers(calendars),
    ...qualityHandlers(upkeep),
    ...strategyHandlers(strategies),
    ...resultHandlers({ results, session, store, jobs, events, programs }),
    ...sessionHandlers({ session, settings, upkeep, strategies, calendars }),
    ...replayHandlers(session, coordinator),
  } satisfies Handlers;

  return {
    handlers,
    events,
    close: async () => {
      session.end();
      await statusLine?.close();
      strategies.close();
      await keeper.stop();
      await jobs.close();
      await repairs.close();
      await importer.close();
      await threads.close();
      await Promise.all([settings.flush(), last.end()]);
      await store.close();
    },
  };
}
