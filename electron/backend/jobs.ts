import { randomUUID } from 'node:crypto';

import { AppError, toErrorShape } from '../../shared/lang/app-error.ts';
import type { Job, ReportProgress } from '../../shared/store/job.ts';

/** Finished jobs that stay in the list. */
const KEPT = 50;
/** Wall milliseconds between two progress events of a job. */
const PROGRESS_MS = 100;

export interface JobWork {
  readonly kind: Job['kind'];
  readonly title: string;
  /** Resolves with the job's result; rejects with `cancelled` after `signal` was raised. */
  run(signal: AbortSignal, report: ReportProgress): Promise<unknown>;
  /** One line for the list when done. */
  summary?(result: unknown): string;
}

/** Long tasks under way and the last ones that ended. Every change is told to `onChange`, progress at most ten times a second. */
export class Jobs {
  readonly #jobs = new Map<string, { job: Job; controller: AbortController; toldAt: number }>();
  readonly #running = new Set<Promise<void>>();
  readonly #onChange: (job: Job) => void;

  constructor(onChange: (job: Job) => void) {
    this.#onChange = onChange;
  }

  /** Newest first. */
  list(): readonly Job[] {
    return [...this.#jobs.values()].map(({ job }) => job).reverse();
  }

  start(work: JobWork): string {
    const id = randomUUID();
    const controller = new AbortController();
    const job: Job = { id, kind: work.kind, title: work.title, state: 'running', detail: '' };
    this.#jobs.set(id, { job, controller, toldAt: 0 });
    this.#onChange(job);
    const running = this.#run(id, work, controller.signal).finally(() => this.#running.delete(running));
    this.#running.add(running);
    this.#forgetOldest();
    return id;
  }

  cancel(id: string): boolean {
    const entry = this.#jobs.get(id);
    if (entry === undefined) throw new AppError('not-found', `There is no job ${id}. It may have ended long ago.`);
    if (entry.job.state !== 'running') return false;
    entry.controller.abort();
    return true;
  }

  /** Cancels what runs and waits for it to end. */
  async close(): Promise<void> {
    for (const { controller } of this.#jobs.values()) controller.abort();
    await Promise.all(this.#running);
  }

  async #run(id: string, work: JobWork, signal: AbortSignal): Promise<void> {
    try {
      const result = await work.run(signal, (progress, detail) => this.#report(id, progress, detail));
      const detail = work.summary?.(result);
      this.#change(id, { state: 'done', progress: 1, result, ...(detail === undefined ? {} : { detail }) });
    } catch (error) {
      const shape = toErrorShape(error);
      this.#change(id, { state: shape.code === 'cancelled' ? 'cancelled' : 'failed', error: shape });
    }
  }

  #report(id: string, progress: number | undefined, detail: string): void {
    const entry = this.#jobs.get(id);
    if (entry === undefined || entry.job.state !== 'running') return;
    const { progress: _before, ...rest } = entry.job;
    entry.job = { ...rest, ...(progress === undefined ? {} : { progress }), detail };
    if (performance.now() - entry.toldAt < PROGRESS_MS) return;
    entry.toldAt = performance.now();
    this.#onChange(entry.job);
  }

  #change(id: string, change: Partial<Job>): void {
    const entry = this.#jobs.get(id);
    if (entry === undefined) return;
    entry.job = { ...entry.job, ...change };
    this.#onChange(entry.job);
  }

  #forgetOldest(): void {
    const ended = [...this.#jobs].filter(([, { job }]) => job.state !== 'running').map(([id]) => id);
    for (const id of ended.slice(0, Math.max(0, ended.length - KEPT))) this.#jobs.delete(id);
  }
}
