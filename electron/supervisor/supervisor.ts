import { type AppError, fromErrorShape } from '../../shared/lang/app-error.ts';
import type { BackendChild, StartChild } from './child.ts';
import { type BackendStart, type FromBackend, HEARTBEAT_MS, type ToBackend } from './messages.ts';

/** A backend that is silent for so many heartbeats, twice in a row, hangs. (Twice, because a machine that slept looks the same once.) */
const SILENT_BEATS = 10;
/** Wall milliseconds before the n-th start in a row that did not become ready: at once, then slower. */
const BACKOFF_MS = [0, 100, 300, 1_000] as const;
/** Wall milliseconds that an orderly end may take. */
const SHUTDOWN_MS = 8_000;

export interface SupervisorListener {
  /** The backend takes windows. */
  ready?(): void;
  /** It ended without being asked and is being started again. */
  lost?(reason: string): void;
  /** It cannot start at all. */
  failed?(error: AppError): void;
  message?(message: Extract<FromBackend, { window: number }>): void;
}

type State = 'starting' | 'ready' | 'failed' | 'stopping' | 'stopped';

/** Keeps one backend process alive: started at once, started again when it ends or hangs, ended when told. The backend resumes the
 * open run from its own last checkpoint, so the supervisor holds no state of it (R9). */
export class Supervisor {
  readonly #startChild: StartChild;
  readonly #start: BackendStart;
  readonly #listeners = new Set<SupervisorListener>();
  #child: BackendChild | undefined;
  #state: State = 'starting';
  #error: AppError | undefined;
  #attempts = 0;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #onStopped: (() => void) | undefined;

  constructor(startChild: StartChild, start: BackendStart) {
    this.#startChild = startChild;
    this.#start = start;
    this.#spawn();
  }

  get isReady(): boolean {
    return this.#state === 'ready';
  }

  /** Returns a function that stops listening. */
  listen(listener: SupervisorListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves once the backend takes windows; rejects when it cannot start or was stopped. */
  ready(): Promise<void> {
    if (this.#state === 'ready') return Promise.resolve();
    if (this.#error !== undefined) return Promise.reject(this.#error);
    if (this.#state !== 'starting') return Promise.reject(new Error('the backend was stopped'));
    return new Promise((resolve, reject) => {
      const stop = this.listen({ ready: () => (stop(), resolve()), failed: (error) => (stop(), reject(error)) });
    });
  }

  post(message: ToBackend, ports?: readonly unknown[]): void {
    if (this.#state === 'ready') this.#child?.post(message, ports);
  }

  /** Ends the backend in order: what is under way is interrupted, settings are written. */
  async stop(): Promise<void> {
    if (this.#state === 'stopped' || this.#child === undefined) {
      this.#state = 'stopped';
      return;
    }
    const child = this.#child;
    this.#state = 'stopping';
    clearTimeout(this.#silence);
    await new Promise<void>((resolve) => {
      this.#onStopped = resolve;
      child.post({ type: 'shutdown' });
      setTimeout(() => child.kill(), SHUTDOWN_MS).unref();
    });
  }

  #spawn(): void {
    this.#attempts += 1;
    const child = this.#startChild({
      message: (message) => this.#received(message),
      exited: (how) => this.#exited(how),
    });
    this.#child = child;
    child.post({ type: 'start', start: this.#start });
    this.#expectHeartbeat();
  }

  #received(message: FromBackend): void {
    this.#expectHeartbeat();
    if (message.type === 'ready' && this.#state === 'starting') {
      this.#state = 'ready';
      this.#attempts = 0;
      this.#tell((listener) => listener.ready?.());
    } else if (message.type === 'failed') {
      this.#state = 'failed';
      this.#error = fromErrorShape(message.error);
      const error = this.#error;
      this.#tell((listener) => listener.failed?.(error));
    } else if ('window' in message) this.#tell((listener) => listener.message?.(message));
  }

  #exited(how: string): void {
    this.#child = undefined;
    clearTimeout(this.#silence);
    if (this.#state === 'stopping') {
      this.#state = 'stopped';
      this.#onStopped?.();
    }
    if (this.#state === 'stopped' || this.#state === 'failed') return;
    const wasReady = this.#state === 'ready';
    this.#state = 'starting';
    if (wasReady) this.#tell((listener) => listener.lost?.(`The backend ended (${how}) and is being started again.`));
    const delay = BACKOFF_MS[Math.min(this.#attempts, BACKOFF_MS.length - 1)];
    setTimeout(() => {
      if (this.#state === 'starting') this.#spawn();
    }, delay);
  }

  #expectHeartbeat(): void {
    clearTimeout(this.#silence);
    if (this.#state !== 'starting' && this.#state !== 'ready') return;
    const wait = SILENT_BEATS * HEARTBEAT_MS;
    this.#silence = setTimeout(() => {
      this.#silence = setTimeout(() => this.#child?.kill(), wait);
    }, wait);
  }

  #tell(call: (listener: SupervisorListener) => void): void {
    for (const listener of [...this.#listeners]) call(listener);
  }
}
