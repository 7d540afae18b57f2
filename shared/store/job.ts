import type { ErrorShape } from '../lang/app-error.ts';

/** A long task of the backend, as the Jobs panel shows it. */
export interface Job {
  readonly id: string;
  readonly kind:
    | 'import'
    | 'sample'
    | 'export'
    | 'verify'
    | 'compact'
    | 'delete'
    | 'retention'
    | 'backup'
    | 'restore'
    | 'migrate'
    | 'quality'
    | 'run';
  readonly title: string;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  /** 0 to 1, absent while unknown. */
  readonly progress?: number;
  /** Wall milliseconds that it will still take at the pace so far; absent while that cannot be told. */
  readonly timeLeftMs?: number;
  /** One line of counts: `2,311 of 3,234 rows`. */
  readonly detail: string;
  readonly error?: ErrorShape;
  /** The task's own result, when done. */
  readonly result?: unknown;
  /** Of a run: id of the stored result, when done. */
  readonly resultId?: string;
}

/** How a long task tells where it is; the caller throttles. */
export type ReportProgress = (progress: number | undefined, detail: string) => void;
