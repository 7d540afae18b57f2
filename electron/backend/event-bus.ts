import type { BackendEvents, EventName } from '../../shared/ipc/contract.ts';

export type EventListener = <Name extends EventName>(name: Name, payload: BackendEvents[Name]) => void;

/** Where the parts of the backend say what happened; the transports listen. */
export class EventBus {
  readonly #listeners = new Set<EventListener>();

  emit<Name extends EventName>(name: Name, payload: BackendEvents[Name]): void {
    for (const listener of this.#listeners) listener(name, payload);
  }

  /** Returns a function that stops listening. */
  listen(listener: EventListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
