import type { CancelSignal } from '../../shared/lang/cancel.ts';
import type { ReportProgress } from '../../shared/store/job.ts';

/** What every command gets from the global options and the process. */
export interface CommandContext {
  readonly dataDir: string;
  readonly json: boolean;
  /** Raised by Ctrl-C. */
  readonly signal: AbortSignal & CancelSignal;
  readonly progress: ReportProgress;
  /** One line for a person, on standard error; nothing with `--quiet`. */
  note(line: string): void;
}

/** What a command has done: the document of `--json`, and the same for a person. `failed` makes the exit code 1. */
export interface Outcome {
  readonly json: unknown;
  readonly text: () => string;
  readonly failed?: boolean;
}

/** Runs the work of one command and reports its outcome, if it did not report for itself; commands call it from their action. */
export type RunCommand = (work: (context: CommandContext) => Promise<Outcome | undefined>) => Promise<void>;
