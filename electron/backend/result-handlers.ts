import type { Handlers, RequestArgs } from '../../shared/ipc/contract.ts';
import type { ResultSummary } from '../../shared/trading/result.ts';
import { detailOf } from '../results/result-detail.ts';
import type { ResultStore } from '../results/result-store.ts';
import type { Store } from '../store/store.ts';
import { freeDownloadPath } from './download-folder.ts';
import type { EventBus } from './event-bus.ts';
import type { Jobs } from './jobs.ts';
import type { SessionHost } from './session-host.ts';

export interface ResultHandlerParts {
  readonly results: ResultStore;
  readonly session: Pick<SessionHost, 'resolve' | 'played'>;
  readonly store: Store;
  readonly jobs: Jobs;
  readonly events: EventBus;
  /** Folder of the built programs. */
  readonly programs: URL;
}

/** Stored results, and runs in the background that make them. What only a job needs is loaded with the job. */
export function resultHandlers(parts: ResultHandlerParts) {
  const { results, session, store, events } = parts;
  return {
    'results.list': () => results.list(),
    'results.get': async ({ id }) => detailOf(await results.document(id), await results.summary(id)),
    'results.delete': async ({ ids }) => {
      const deleted = await results.delete(ids);
      if (deleted > 0) events.emit('results.changed', {});
      return { deleted };
    },
    'results.keep': async () => {
      results.checkWritable();
      const run = await session.played();
      const { finishRun } = await import('./runs/finish-run.ts');
      const summary = await results.add(finishRun({ ...run, folder: store.dataDir, reader: store.reader }));
      events.emit('results.changed', {});
      return summary;
    },
    'results.export': async (args) => ({ jobId: await startExport(args, parts) }),
    'run.start': async ({ config }) => ({ jobId: await startRun(config, parts) }),
  } satisfies Partial<Handlers>;
}

async function startRun(config: unknown, { results, session, store, jobs, events, programs }: ResultHandlerParts) {
  results.checkWritable();
  const { plan, strategy } = await session.resolve(config);
  const { dataDir } = store;
  return jobs.start({
    kind: 'run',
    title: `Run ${plan.config.sessionName}`,
    run: async (signal, progress): Promise<ResultSummary> => {
      const { runInBackground } = await import('./runs/background-run.ts');
      const result = await runInBackground({ plan, strategy, config, dataDir, programs }, { signal, progress });
      const summary = await results.add(result);
      events.emit('results.changed', {});
      return summary;
    },
    resultId: (result) => (result as ResultSummary).id,
    summary: (result) => `${(result as ResultSummary).trades.toLocaleString('en-US')} round trips, kept in Results`,
  });
}

async function startExport(
  { id, format }: RequestArgs<'results.export'>,
  { results, store, jobs }: ResultHandlerParts,
): Promise<string> {
  const { name, reportSha256 } = await results.summary(id);
  const stem = `${name.replaceAll(/[^A-Za-z0-9_-]+/g, '-')}-${reportSha256.slice(0, 8)}`;
  const isFile = format === 'html' || format === 'json';
  const path = freeDownloadPath(store.dataDir, isFile ? stem : `${stem}-${format}`, isFile ? `.${format}` : '');
  return jobs.start({
    kind: 'export',
    title: `Export ${name}`,
    run: async () => {
      const { writeExport } = await import('./runs/result-files.ts');
      const text = await results.text(id);
      await writeExport({ document: await results.document(id), text, sha256: reportSha256 }, format, path);
      return { path };
    },
    summary: () => `written to ${path}`,
  });
}
