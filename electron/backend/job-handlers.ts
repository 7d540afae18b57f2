import { join } from 'node:path';

import type { Handlers, RequestArgs } from '../../shared/ipc/contract.ts';
import { AppError } from '../../shared/lang/app-error.ts';
import { seriesId } from '../../shared/market/series.ts';
import { symbolToPath } from '../../shared/market/symbol-path.ts';
import type { ImportSummary } from '../../shared/store/import.ts';
import type { Store } from '../store/store.ts';
import type { CatalogueService } from './catalogue-service.ts';
import { downloadFolder } from './download-folder.ts';
import type { Jobs } from './jobs.ts';
import { checkedDate } from './quality-handlers.ts';
import { checkedInterval } from './replay-handlers.ts';

/** What only a job needs is loaded with the job: the backend is ready sooner. */
export function jobHandlers(jobs: Jobs, store: Store, catalogue: CatalogueService) {
  return {
    'jobs.list': () => jobs.list(),
    'jobs.cancel': ({ jobId }) => ({ cancelled: jobs.cancel(jobId) }),
    'catalog.list': () => catalogue.list(),
    'sample.load': () => ({
      jobId: jobs.start({
        kind: 'sample',
        title: 'Sample data',
        run: async (signal, report) => {
          const { storeSample } = await import('./store-sample.ts');
          const summary = await storeSample(store, {}, signal, report);
          catalogue.changed();
          return summary;
        },
        summary: (summary) => `${(summary as ImportSummary).rowsStored.toLocaleString('en-US')} rows stored`,
      }),
    }),
    'export.start': (args) => ({ jobId: startExport(args, jobs, store) }),
  } satisfies Partial<Handlers>;
}

function startExport(args: RequestArgs<'export.start'>, jobs: Jobs, store: Store): string {
  const series = store.reader.series().find(({ key }) => seriesId(key) === args.seriesId);
  if (series === undefined) throw new AppError('not-found', `There is no series ${args.seriesId} in the catalogue.`);
  const { kind, symbol, sampled, source } = series.key;
  const interval = args.interval === undefined ? series.key.interval : checkedInterval(args.interval);
  const range = {
    ...(args.from === undefined ? {} : { from: checkedDate(args.from) }),
    ...(args.to === undefined ? {} : { to: checkedDate(args.to) }),
  };
  const parts = [symbolToPath(symbol), kind, interval ?? sampled, range.from, range.to];
  const name =
    args.format === 'freqtrade'
      ? `${symbol.replaceAll(/[^A-Za-z0-9_-]/g, '_')}-${interval ?? ''}.feather`
      : `${parts.filter((part) => part !== undefined).join('-')}.${args.format}`;
  const path = join(downloadFolder(store.dataDir), name);
  const query = {
    ...{ kind, symbol, source, ...range },
    ...(interval === undefined ? {} : { interval }),
    ...(sampled === undefined ? {} : { sampled }),
  };
  return jobs.start({
    kind: 'export',
    title: `Export ${name}`,
    run: async (signal) => {
      const { exportRange } = await import('../upkeep/export-range.ts');
      const exported = await exportRange(query, { path, format: args.format }, store, signal);
      return { path, ...exported };
    },
    summary: (result) => {
      const { rows } = result as { rows: number };
      return `${rows.toLocaleString('en-US')} rows written to ${path}`;
    },
  });
}
