import { decodeMessage, encodeMessage } from '../../shared/ipc/codec.ts';
import { type BackendEvents, type EventName, type Handlers, requestSchemas } from '../../shared/ipc/contract.ts';
import { MAX_REQUEST_BYTES, type ResponseMessage, UNREADABLE_ID } from '../../shared/ipc/messages.ts';
import { AppError, toErrorShape } from '../../shared/lang/app-error.ts';
import type { Acceptor, Channel, Receiver } from './channel.ts';
import { type Request, readRequest } from './read-request.ts';

/** Requests one connection may have under way; a window needs a dozen. */
const MAX_UNDER_WAY = 256;

/** Validate, handle, reply: the backend's end of every transport. Whatever a window sends is answered, none of it throws. */
export class Dispatcher implements Acceptor {
  readonly #handlers: Handlers;
  readonly #connections = new Set<Connection>();
  readonly #onEmpty: () => void;

  /** `onEmpty` is called when the last window has gone. */
  constructor(handlers: Handlers, onEmpty: () => void = () => undefined) {
    this.#handlers = handlers;
    this.#onEmpty = onEmpty;
  }

  get connections(): number {
    return this.#connections.size;
  }

  accept(channel: Channel): Receiver {
    const connection = new Connection(channel, this.#handlers, () => {
      if (this.#connections.delete(connection) && this.#connections.size === 0) this.#onEmpty();
    });
    this.#connections.add(connection);
    return connection;
  }

  /** Sends an event to every window. */
  emit<Name extends EventName>(event: Name, payload: BackendEvents[Name]): void {
    if (this.#connections.size === 0) return;
    const bytes = encodeMessage({ event, payload });
    for (const connection of this.#connections) connection.send(bytes);
  }
}

class Connection implements Receiver {
  readonly #channel: Channel;
  readonly #handlers: Handlers;
  readonly #onClosed: () => void;
  #lastId = UNREADABLE_ID;
  #underWay = 0;
  #isClosed = false;

  constructor(channel: Channel, handlers: Handlers, onClosed: () => void) {
    this.#channel = channel;
    this.#handlers = handlers;
    this.#onClosed = onClosed;
  }

  receive(bytes: unknown): void {
    if (!this.#isClosed) void this.#answer(bytes).then((answer) => this.#reply(answer));
  }

  closed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#onClosed();
  }

  send(bytes: Uint8Array): void {
    if (!this.#isClosed) this.#channel.send(bytes);
  }

  async #answer(bytes: unknown): Promise<ResponseMessage> {
    let id = UNREADABLE_ID;
    try {
      const request = this.#read(bytes);
      id = request.id;
      return { id, ok: true, result: await this.#handle(request) };
    } catch (error) {
      return { id, ok: false, error: toErrorShape(error) };
    }
  }

  #read(bytes: unknown): Request {
    if (!(bytes instanceof Uint8Array)) throw new AppError('bad-request', 'A message must be bytes.');
    if (bytes.byteLength > MAX_REQUEST_BYTES) {
      const limit = `at most ${MAX_REQUEST_BYTES} are taken`;
      throw new AppError('bad-request', `A message of ${bytes.byteLength} bytes is too large; ${limit}.`);
    }
    const request = readRequest(decode(bytes));
    if (request.id <= this.#lastId) {
      throw new AppError('bad-request', `Request ${request.id} was already made: the last one is ${this.#lastId}.`);
    }
    this.#lastId = request.id;
    return request;
  }

  async #handle({ name, args }: Request): Promise<unknown> {
    if (this.#underWay >= MAX_UNDER_WAY) {
      throw new AppError('unavailable', `${this.#underWay} requests are under way. Wait for some of them.`);
    }
    const parsed = requestSchemas[name].safeParse(args);
    if (!parsed.success) {
      const problems = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
      const list = problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
      throw new AppError('bad-request', `${name} cannot be done as asked: ${list}`, { details: { problems } });
    }
    this.#underWay += 1;
    try {
      return await (this.#handlers[name] as (args: unknown) => unknown)(parsed.data);
    } finally {
      this.#underWay -= 1;
    }
  }

  #reply(answer: ResponseMessage): void {
    let bytes: Uint8Array;
    try {
      bytes = encodeMessage(answer);
    } catch (error) {
      bytes = encodeMessage({ id: answer.id, ok: false, error: toErrorShape(error) } satisfies ResponseMessage);
    }
    this.send(bytes);
  }
}

function decode(bytes: Uint8Array): unknown {
  try {
    return decodeMessage(bytes);
  } catch (cause) {
    throw new AppError('bad-request', 'A message cannot be read: it is no MessagePack of the contract.', { cause });
  }
}
