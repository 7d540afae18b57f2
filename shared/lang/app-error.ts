/** Every failure a person or a caller can act on. Codes are stable and part of the command line and IPC contracts. */
export type ErrorCode =
  | 'bad-request'
  | 'bad-config'
  | 'bad-file'
  | 'needs-answer'
  | 'not-found'
  | 'not-allowed'
  | 'outside-calendar'
  | 'store-locked'
  | 'store-read-only'
  | 'store-damaged'
  | 'disk-full'
  | 'cancelled'
  | 'timeout'
  | 'unavailable'
  /** A strategy threw, did not come to an end, or cannot be read. */
  | 'strategy-failed'
  | 'internal';

export interface AppErrorOptions {
  readonly cause?: unknown;
  /** Values a program may want: a path, an option that settles the refusal, a list of problems. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** An expected failure: its message says what was given, what is wrong and what to do. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = options.details;
  }
}

/** The form an error takes on the wire and in `--json` output. */
export interface ErrorShape {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Shapes any thrown value; what is not an AppError becomes `internal` with its message kept. */
export function toErrorShape(error: unknown): ErrorShape {
  if (error instanceof AppError) {
    return error.details === undefined
      ? { code: error.code, message: error.message }
      : { code: error.code, message: error.message, details: error.details };
  }
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

export function fromErrorShape(shape: ErrorShape): AppError {
  return new AppError(shape.code, shape.message, shape.details === undefined ? {} : { details: shape.details });
}
