import { randomUUID } from 'node:crypto';

import { AppError, toErrorShape } from '../../shared/lang/app-error.ts';
import type { Job, ReportProgress } from '../../shared/store/job.ts';

/** Finished jobs that stay in the list. */
const KEPT = 50;
/** Wall milliseconds between two progress events of a job. */
const PROGRESS_MS = 100;
/** Of its time a job must have taken this much, and done this share, before the rest is told. */
const PACE_KNOWN = { wallMs: 1_000, progress: 0.02 };

export interface JobWork {
  readonly kind: Job['kind'];
  readonly title: string;
  /** Resolves with the job's result; rejects with `cancelled` after `signal` was raised. */
  run(signal: AbortSignal, report: ReportProgress): Promise<unknown>;
  /** One line for the list when done. */
  summary?(result: unknown): string;
  /** Id of what it stored in Results. */
  resultId?(result: unknown): string;
}

interface JobEntry {
  job: Job;
  readonly controller: AbortController;
  readonly startedAt: number;
  toldAt: number;
}

/** Long tasks under way and the last ones that ended. Every change is told to `onChange`, progress at most ten times a second. */
export class Jobs {
  readonly #jobs = new Map<string, JobEntry>();
  readonly #running = new Set<Promise<void>>();
  readonly #onChange: (job: Job) => void;
  readonly #now: () => number;

  /** `now` tells wall milliseconds from any start. */
  constructor(onChange: (job: Job) => void, now = (): number => performance.now()) {
    this.#onChange = onChange;
    this.#now = now;
  }

  /** Newest first. */
  list(): readonly Job[] {
    return [...this.#jobs.values()].map(({ job }) => job).reverse();
  }

  get isBusy(): boolean {
    return this.#running.size > 0;
  }

  start(work: JobWork): string {
    const id = randomUUID();
    const controller = new AbortController();
    const job: Job = { id, kind: work.kind, title: work.title, state: 'running', detail: '' };
    this.#jobs.set(id, { job, controller, startedAt: this.#now(), toldAt: 0 });
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
      const resultId = work.resultId?.(result);
      this.#change(id, {
        ...{ state: 'done', progress: 1, result },
        ...(detail === undefined ? {} : { detail }),
        ...(resultId === undefined ? {} : { resultId }),
      });
    } catch (error) {
      const shape = toErrorShape(error);
      this.#change(id, { state: shape.code === 'cancelled' ? 'cancelled' : 'failed', error: shape });
    }
  }

  #report(id: string, progress: number | undefined, detail: string): void {
    const entry = this.#jobs.get(id);
    if (entry === undefined || entry.job.state !== 'running') return;
    const now = this.#now();
    const { progress: _before, timeLeftMs: _left, ...rest } = entry.job;
    const timeLeftMs = timeLeft(now - entry.startedAt, progress);
    entry.job = {
      ...rest,
      ...(progress === undefined ? {} : { progress }),
      ...(timeLeftMs === undefined ? {} : { timeLeftMs }),
      detail,
    };
    if (now - entry.toldAt < PROGRESS_MS) return;
    entry.toldAt = now;
    this.#onChange(entry.job);
  }

  #change(id: string, change: Partial<Job>): void {
    const entry = this.#jobs.get(id);
    if (entry === undefined) return;
    const { timeLeftMs: _left, ...rest } = entry.job;
    entry.job = { ...rest, ...change };
    this.#onChange(entry.job);
  }

  #forgetOldest(): void {
    const ended = [...this.#jobs].filter(([, { job }]) => job.state !== 'running').map(([id]) => id);
    for (const id of ended.slice(0, Math.max(0, ended.length - KEPT))) this.#jobs.delete(id);
  }
}

/** At the pace so far; `undefined` while that is not known. */
function timeLeft(wallMs: number, progress: number | undefined): number | undefined {
  if (progress === undefined || progress < PACE_KNOWN.progress || wallMs < PACE_KNOWN.wallMs) return undefined;
  return Math.round((wallMs * Math.max(0, 1 - progress)) / progress);
}
