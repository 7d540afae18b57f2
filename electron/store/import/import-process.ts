import { fork } from 'node:child_process';

import { AppError, fromErrorShape } from '../../../shared/lang/app-error.ts';
import type { ChildEnvelope, ChildReply, ChildRequest, ChildResults } from './child-messages.ts';
import { runningDeadline } from './running-deadline.ts';

/** The part of a child process that is needed: `ChildProcess` of Node has it, and so can an Electron utility process. */
export interface ChildLike {
  send(message: ChildEnvelope): void;
  onMessage(listener: (reply: ChildReply) => void): void;
  onExit(listener: (code: number | null, signal: string | null) => void): void;
  /** At once, without a chance to clean up. */
  kill(): void;
}

export type StartChild = () => ChildLike;

/** Starts the built entry `import-child.js` as a Node process that has no environment of its own but what DuckDB needs. */
export function forkChild(childPath: string): StartChild {
  return () => {
    const child = fork(childPath, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { TZ: 'UTC', ...(process.env['ELECTRON_RUN_AS_NODE'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' }) },
      execArgv: ['--max-old-space-size=1024'],
    });
    // A failed start or send shows as an exit; without a listener Node would throw it.
    child.on('error', () => child.kill('SIGKILL'));
    return {
      send: (message) => void child.send(message, () => undefined),
      onMessage: (listener) => void child.on('message', (reply: ChildReply) => listener(reply)),
      onExit: (listener) => void child.on('exit', listener),
      kill: () => void child.kill('SIGKILL'),
    };
  };
}

interface Waiting {
  readonly id: number;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
}

/** One import child and the request it works on. A request that outlives its deadline, or is cancelled, ends the child by SIGKILL: nothing
 * inside a hanging reader could be asked to stop. */
export class ImportProcess {
  readonly #child: ChildLike;
  #waiting: Waiting | undefined;
  #nextId = 0;
  #isAlive = true;

  constructor(start: StartChild) {
    this.#child = start();
    this.#child.onMessage((message) => this.#settle(message));
    this.#child.onExit((code, signal) => this.#ended(code, signal));
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** One request at a time. Rejects with what the child threw, `timeout`, `cancelled`, or `bad-file` when the child died of the file. */
  async ask<Type extends ChildRequest['type']>(
    request: Extract<ChildRequest, { type: Type }>,
    deadlineMs: number,
    signal?: AbortSignal,
  ): Promise<ChildResults[Type]> {
    if (!this.#isAlive) throw new AppError('unavailable', 'The import process has ended.');
    if (signal?.aborted === true) throw new AppError('cancelled', 'The import was cancelled.');
    const id = this.#nextId++;
    const stop = (error: AppError): void => {
      this.#waiting?.reject(error);
      this.#waiting = undefined;
      this.kill();
    };
    const callOff = runningDeadline(deadlineMs, () =>
      stop(
        new AppError(
          'timeout',
          `The file could not be read within ${Math.round(deadlineMs / 1_000)} s. It is damaged or built to hang; it was not imported.`,
        ),
      ),
    );
    const onAbort = (): void => stop(new AppError('cancelled', 'The import was cancelled.'));
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await new Promise<ChildResults[Type]>((resolve, reject) => {
        this.#waiting = { id, resolve, reject };
        this.#child.send({ id, request });
      });
    } finally {
      callOff();
      signal?.removeEventListener('abort', onAbort);
    }
  }

  kill(): void {
    this.#isAlive = false;
    this.#child.kill();
  }

  #settle(message: ChildReply): void {
    const waiting = this.#waiting;
    if (waiting?.id !== message.id) return;
    this.#waiting = undefined;
    if ('error' in message) waiting.reject(fromErrorShape(message.error));
    else waiting.resolve(message.result as never);
  }

  #ended(code: number | null, signal: string | null): void {
    this.#isAlive = false;
    const how = signal === null ? `exit code ${code ?? 0}` : signal;
    this.#waiting?.reject(
      new AppError('bad-file', `Reading the file ended the import process (${how}). It was not imported.`),
    );
    this.#waiting = undefined;
  }
}
