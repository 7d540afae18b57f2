/** Where the connection to the backend stands. `lost` heals by itself, `refused` does not. */
export type ConnectionState =
  | { readonly status: 'connecting' }
  | { readonly status: 'open' }
  | { readonly status: 'lost'; readonly message: string }
  | { readonly status: 'refused'; readonly message: string };

/** An observable value in the form React's `useSyncExternalStore` takes: `(status.subscribe, status.get)`. */
export class ConnectionStatus {
  #state: ConnectionState = { status: 'connecting' };
  readonly #listeners = new Set<() => void>();

  readonly get = (): ConnectionState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(state: ConnectionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
