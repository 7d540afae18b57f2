import type { Handlers } from '../../shared/ipc/contract.ts';
import { AppError } from '../../shared/lang/app-error.ts';
import { byteText, count } from '../../shared/lang/number-text.ts';
import type { Verification } from '../../shared/store/operations.ts';
import type { Store } from '../store/store.ts';
import type { CatalogueService } from './catalogue-service.ts';
import type { Jobs } from './jobs.ts';

export interface StoreParts {
  readonly store: Store;
  readonly jobs: Jobs;
  readonly catalogue: CatalogueService;
}

const notYet = (): never => {
  throw new AppError('unavailable', 'This operation is being built.');
};

export function storeHandlers({ store, jobs, catalogue }: StoreParts) {
  return {
    'store.plan': notYet,
    'store.delete': notYet,
    'store.retention': notYet,
    'store.compact': notYet,
    'store.backup': notYet,
    'store.restore': notYet,
    'store.migrate': notYet,
    'store.verify': () => ({
      jobId: jobs.start({
        kind: 'verify',
        title: 'Verify stored files',
        run: async (signal, progress) => {
          const found = await store.verify({ signal, progress });
          if (found.damaged.length > 0) catalogue.changed();
          return found;
        },
        summary: (result) => {
          const { files, bytes, damaged } = result as Verification;
          return damaged.length === 0
            ? `${count(files)} files, ${byteText(bytes)}: all are as they were stored`
            : `${count(damaged.length)} of ${count(files)} files are damaged`;
        },
      }),
    }),
  } satisfies Partial<Handlers>;
}
