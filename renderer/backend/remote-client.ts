import { AppError, fromErrorShape } from '../../shared/lang/app-error.ts';
import type { BackendClient } from '../../shared/ipc/client.ts';
import type { BackendEvents, EventName, RequestArgs, RequestName, RequestResults } from '../../shared/ipc/contract.ts';
import type { BackendMessage, EventMessage, RequestMessage, ResponseMessage } from '../../shared/ipc/messages.ts';
import type { Link, OpenLink } from './link.ts';
import { ConnectionStatus } from './connection-status.ts';

interface Pending {
  readonly message: RequestMessage;
  resolve(result: unknown): void;
  reject(error: AppError): void;
}

type Listener = (event: never) => void;

/** Wall milliseconds between a loss and the next attempt. */
const RETRY_MS = 200;

/** The contract over a {@link Link} that is opened again whenever it is lost. Requests made before the first opening wait for it;
 * those under way at a loss, or made while it lasts, reject with `unavailable`. After each reopening `restarted` is emitted:
 * events were missed, so the window asks for everything anew. */
export class RemoteClient implements BackendClient {
  readonly status = new ConnectionStatus();
  readonly #open: OpenLink;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Map<EventName, Set<Listener>>();
  #link: Link | undefined;
  #lastId = 0;
  #hasBeenOpen = false;
  #lossReason: string | undefined;
  #closed = false;

  constructor(open: OpenLink) {
    this.#open = open;
    this.#connect();
  }

  request<Name extends RequestName>(name: Name, args: RequestArgs<Name>): Promise<RequestResults[Name]> {
    const state = this.status.get();
    if (state.status === 'lost' || state.status === 'refused') {
      return Promise.reject(new AppError('unavailable', state.message));
    }
    const message: RequestMessage = { id: ++this.#lastId, name, args };
    return new Promise((resolve, reject) => {
      this.#pending.set(message.id, { message, resolve, reject });
      if (state.status === 'open') this.#send(message);
    });
  }

  on<Name extends EventName>(name: Name, listener: (event: BackendEvents[Name]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Ends the connection for good. */
  close(): void {
    this.#closed = true;
    this.#link?.close();
    this.#failPending('The connection to the backend was closed.');
  }

  #connect(): void {
    this.#link = this.#open({
      opened: () => this.#opened(),
      received: (message) => this.#received(message),
      closed: (reason, refused) => this.#lost(reason, refused),
    });
  }

  #opened(): void {
    this.status.set({ status: 'open' });
    const reason = this.#lossReason;
    this.#lossReason = undefined;
    if (this.#hasBeenOpen) this.#emit({ event: 'restarted', payload: { reason: reason ?? '' } });
    this.#hasBeenOpen = true;
    for (const { message } of this.#pending.values()) this.#send(message);
  }

  #lost(reason: string, refused: boolean): void {
    if (this.#closed) return;
    if (refused) {
      this.status.set({ status: 'refused', message: reason });
      this.#failPending(reason);
      return;
    }
    if (this.#hasBeenOpen) {
      this.#lossReason ??= reason;
      this.status.set({ status: 'lost', message: `${this.#lossReason} Connecting again; try again in a moment.` });
      this.#failPending(this.#lossReason);
    }
    setTimeout(() => this.#closed || this.#connect(), RETRY_MS);
  }

  #send(message: RequestMessage): void {
    try {
      this.#link?.send(message);
    } catch (cause) {
      this.#pending.get(message.id)?.reject(new AppError('bad-request', `${message.name} cannot be sent.`, { cause }));
      this.#pending.delete(message.id);
    }
  }

  #received(message: BackendMessage): void {
    if ('event' in message) this.#emit(message);
    else this.#settle(message);
  }

  #settle(message: ResponseMessage): void {
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.ok) pending?.resolve(message.result);
    else pending?.reject(fromErrorShape(message.error));
  }

  #emit({ event, payload }: EventMessage): void {
    for (const listener of this.#listeners.get(event as EventName) ?? []) listener(payload as never);
  }

  #failPending(reason: string): void {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(new AppError('unavailable', reason));
  }
}
