import { createStore, type StoreApi } from 'zustand/vanilla';

import type { BackendClient } from '../../shared/ipc/client.ts';
import type { Job } from '../../shared/store/job.ts';
import type { NoticesStore } from './notices-store.ts';

export interface JobsState {
  /** Newest first. */
  readonly jobs: readonly Job[];
  refresh(): Promise<void>;
  cancel(jobId: string): void;
  /** Takes ended jobs off the list; running ones stay. */
  clearEnded(): void;
}

export type JobsStore = StoreApi<JobsState>;

/** Long tasks of the backend. A job that ends is told as a notice unless `isWatched` says that its outcome is in sight; failures always are. */
export function createJobsStore(
  client: BackendClient,
  notices: NoticesStore,
  isWatched: (job: Job) => boolean,
): JobsStore {
  const cleared = new Set<string>();
  return createStore<JobsState>()((set, get) => {
    client.on('job', (job) => {
      const before = get().jobs.find((other) => other.id === job.id);
      set({
        jobs:
          before === undefined ? [job, ...get().jobs] : get().jobs.map((other) => (other.id === job.id ? job : other)),
      });
      if (before?.state === job.state) return;
      if (job.state === 'done' && !isWatched(job)) notices.getState().show('ok', `${job.title}: ${job.detail}`);
      if (job.state === 'failed') notices.getState().show('bad', `${job.title}: ${job.error?.message ?? 'failed'}`);
    });
    return {
      jobs: [],
      refresh: async () => {
        const jobs = await client.request('jobs.list', {});
        set({ jobs: jobs.filter((job) => !cleared.has(job.id)) });
      },
      cancel: (jobId) => {
        client.request('jobs.cancel', { jobId }).catch((error: unknown) => notices.getState().showError(error));
      },
      clearEnded: () => {
        for (const job of get().jobs) if (job.state !== 'running') cleared.add(job.id);
        set({ jobs: get().jobs.filter((job) => job.state === 'running') });
      },
    };
  });
}
