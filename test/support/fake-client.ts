import type { BackendClient } from '../../shared/ipc/client.ts';
import type { BackendEvents, EventName, Handlers, RequestName } from '../../shared/ipc/contract.ts';

/** A backend in memory for the window's stores: answers with the given handlers, keeps what was asked, and emits at will. */
export class FakeClient implements BackendClient {
  readonly asked: { readonly name: RequestName; readonly args: unknown }[] = [];
  readonly #handlers: Partial<Handlers>;
  readonly #listeners = new Map<EventName, Set<(event: never) => void>>();

  constructor(handlers: Partial<Handlers> = {}) {
    this.#handlers = handlers;
  }

  request: BackendClient['request'] = async (name, args) => {
    this.asked.push({ name, args });
    const handle = this.#handlers[name];
    if (handle === undefined) throw new Error(`the test has no answer to ${name}`);
    return (handle as (given: typeof args) => never)(args);
  };

  on<Name extends EventName>(name: Name, listener: (event: BackendEvents[Name]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  emit<Name extends EventName>(name: Name, event: BackendEvents[Name]): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(event as never);
  }

  /** Arguments of every request of this name, in order. */
  argsOf(name: RequestName): unknown[] {
    return this.asked.filter((request) => request.name === name).map((request) => request.args);
  }
}

/** A promise that a test settles when it is time. */
export function deferred<T>(): { readonly promise: Promise<T>; resolve(value: T): void; reject(error: unknown): void } {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
