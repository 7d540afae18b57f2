import { type TransferListItem, Worker } from 'node:worker_threads';

import { AppError, type ErrorShape, fromErrorShape } from '../../shared/lang/app-error.ts';

/** What every thread of the backend answers; other messages are its own. */
type Answer =
  | { readonly type: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly type: 'refused'; readonly id: number; readonly error: ErrorShape };

export interface ThreadListener<Message> {
  message(message: Message): void;
  /** It ended without being asked: a bug. What it was asked is never answered. */
  died(error: Error): void;
}

/** One worker thread: messages to it, requests with one answer each, and an end in order. A thread that uses DuckDB is never terminated:
 * one that dies while DuckDB works takes the process along (measured, reliability.md). */
export class Thread<Message extends { readonly type: string }> {
  readonly #worker: Worker;
  readonly #name: string;
  readonly #pending = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  #lastId = 0;
  #isClosing = false;
  #reason: AppError | undefined;
  readonly #exited: Promise<void>;

  constructor(program: URL, workerData: unknown, listener: ThreadListener<Message>) {
    this.#name = program.pathname.slice(program.pathname.lastIndexOf('/') + 1);
    this.#worker = new Worker(program, { workerData });
    this.#worker.on('message', (message: Message | Answer) => {
      if (message.type === 'answer' || message.type === 'refused') this.#settle(message as Answer);
      else listener.message(message as Message);
    });
    this.#worker.on('error', (cause: Error) => {
      listener.died(new Error(`${this.#name} threw: ${cause.message}`, { cause }));
    });
    this.#exited = new Promise((resolve) => {
      this.#worker.on('exit', (code) => {
        resolve();
        this.#rejectAll(this.#gone());
        if (!this.#isClosing) listener.died(new Error(`${this.#name} ended with code ${code}`));
      });
    });
  }

  post(message: unknown, transfer: readonly TransferListItem[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  /** Rejects with the AppError that the thread answers with. */
  request(request: unknown, transfer: readonly TransferListItem[] = []): Promise<unknown> {
    if (this.#isClosing) return Promise.reject(this.#gone());
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#worker.postMessage({ type: 'request', id, request }, transfer);
    });
  }

  /** Asks it to end, and waits until it has. */
  async close(): Promise<void> {
    if (!this.#isClosing) this.#worker.postMessage({ type: 'shutdown' });
    this.#isClosing = true;
    await this.#exited;
  }

  /** Stops it where it stands: what it was asked is refused with `reason`. For a thread that never touches DuckDB only. */
  terminate(reason: AppError): void {
    this.#isClosing = true;
    this.#reason = reason;
    this.#rejectAll(reason);
    void this.#worker.terminate();
  }

  #rejectAll(error: AppError): void {
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }

  #settle(answer: Answer): void {
    const pending = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    if (answer.type === 'answer') pending?.resolve(answer.result);
    else pending?.reject(fromErrorShape(answer.error));
  }

  #gone(): AppError {
    return this.#reason ?? new AppError('unavailable', `${this.#name} has ended.`);
  }
}
