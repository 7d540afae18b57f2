import { rm } from 'node:fs/promises';

import type { Handlers, RequestArgs } from '../../shared/ipc/contract.ts';
import { count } from '../../shared/lang/number-text.ts';
import { micros } from '../../shared/market/time.ts';
import type { ImportSummary } from '../../shared/store/import.ts';
import type { Job } from '../../shared/store/job.ts';
import type { BackupReport, RestoreReport, StoreChanges, Verification } from '../../shared/store/operations.ts';
import type { Importer } from '../store/import/importer.ts';
import type { OperationOptions } from '../store/operations/operation.ts';
import type { Removal } from '../store/operations/removal.ts';
import type { Store } from '../store/store.ts';
import type { CatalogueService } from './catalogue-service.ts';
import { freeDownloadPath } from './download-folder.ts';
import { givenOptions, located } from './import-handlers.ts';
import type { IdleKeeper } from './idle-keeper.ts';
import type { Jobs } from './jobs.ts';
import { backedUpText, compactedText, removedText, restoredText, verifiedText } from './operation-text.ts';
import { checkedDate } from './quality-handlers.ts';
import type { DateSpan } from './removals.ts';
import type { SettingsStore } from './settings-store.ts';

export interface StoreParts {
  readonly store: Store;
  readonly importer: Importer;
  readonly jobs: Jobs;
  readonly catalogue: CatalogueService;
  readonly settings: SettingsStore;
  readonly keeper: IdleKeeper;
  /** Where uploads arrive; without it files come by path only. */
  readonly uploadDir: string | undefined;
}

export function storeHandlers(parts: StoreParts) {
  const { store, jobs, catalogue, settings, keeper } = parts;

  /** Starts a job whose work may change what is stored. */
  const start = <Result>(
    kind: Job['kind'],
    title: string,
    work: (options: Required<OperationOptions> & { readonly signal: AbortSignal }) => Promise<Result>,
    summary: (result: Result) => string,
  ): { readonly jobId: string } => {
    const run = async (signal: AbortSignal, progress: OperationOptions['progress'] & object): Promise<Result> => {
      const before = store.reader.manifestNumber;
      try {
        return await work({ signal, progress });
      } finally {
        // A failed migration may have stored some of its files.
        if (store.reader.manifestNumber !== before) catalogue.changed();
      }
    };
    return { jobId: jobs.start({ kind, title, run, summary: (result) => summary(result as Result) }) };
  };

  return {
    'store.plan': async (args) => {
      if (args.operation === 'compact') return store.planCompaction();
      return store.planRemoval(await removalsFor(store, args));
    },
    'store.delete': async (args) => {
      const removals = await removalsFor(store, { operation: 'delete', ...args });
      const title =
        removals.length === 1 ? `Delete from ${args.seriesIds[0] ?? ''}` : `Delete from ${removals.length} series`;
      return start<StoreChanges>('delete', title, (options) => store.remove(removals, options), removedText);
    },
    'store.retention': async ({ rules }) => {
      settings.patch({ retention: rules });
      const removals = await removalsFor(store, { operation: 'retention', rules });
      return start<StoreChanges>('retention', 'Retention', (options) => store.remove(removals, options), removedText);
    },
    'store.compact': () =>
      start<StoreChanges>('compact', 'Compact', (options) => store.compact(options), compactedText),
    'store.verify': () =>
      start<Verification>(
        'verify',
        'Verify stored files',
        async (options) => {
          const found = await store.verify(options);
          keeper.verified(found);
          return found;
        },
        verifiedText,
      ),
    'store.backup': ({ path }) => {
      const file = path ?? freeDownloadPath(store.dataDir, `tapedeck-${new Date().toISOString().slice(0, 10)}`, '.tar');
      return start<BackupReport>(
        'backup',
        `Back up to ${file}`,
        (options) => store.backup(file, options),
        backedUpText,
      );
    },
    'store.restore': async ({ file }) => {
      const found = await located(file, parts.uploadDir);
      const { path, shownPath = path } = found.file;
      const restore = async (options: OperationOptions): Promise<RestoreReport> => {
        try {
          return await store.restore(path, options);
        } finally {
          if (found.folder !== undefined) await rm(found.folder, { recursive: true, force: true });
        }
      };
      return start<RestoreReport>('restore', `Restore ${shownPath}`, restore, restoredText);
    },
    'store.migrate': ({ path, dryRun, options: answers }) =>
      start<ImportSummary>(
        'migrate',
        dryRun ? `Migration of ${path}, dry run` : `Migration of ${path}`,
        async (options) => {
          const { migrateFolder } = await import('../store/operations/migrate.ts');
          const wanted = { ...options, isDryRun: dryRun, answers: givenOptions(answers) };
          return migrateFolder(parts.importer, path, wanted);
        },
        ({ files, rowsStored }) => {
          const refused = files.filter(({ status }) => status === 'refused').length;
          const tail = refused === 0 ? '' : `, ${count(refused)} refused`;
          return `${count(rowsStored)} rows ${dryRun ? 'would be ' : ''}stored from ${count(files.length)} files${tail}`;
        },
      ),
  } satisfies Partial<Handlers>;
}

type RemovalArgs = Exclude<RequestArgs<'store.plan'>, { readonly operation: 'compact' }>;

async function removalsFor(store: Store, args: RemovalArgs): Promise<Removal[]> {
  const { removalsBetween, removalsByAge } = await import('./removals.ts');
  if (args.operation === 'retention') return removalsByAge(store, args.rules, micros(Date.now() * 1_000));
  const span: DateSpan = {
    from: args.from === undefined ? undefined : checkedDate(args.from),
    to: args.to === undefined ? undefined : checkedDate(args.to),
  };
  return removalsBetween(store, args.seriesIds, span);
}
