import { once } from 'node:events';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

import { WebSocketServer } from 'ws';

import { SOCKET_PATH, TOKEN_FRAGMENT } from '../../shared/ipc/loopback.ts';
import { MAX_REQUEST_BYTES } from '../../shared/ipc/messages.ts';
import { AppError } from '../../shared/lang/app-error.ts';
import type { Acceptor } from '../transport/channel.ts';
import { pageHeaders } from '../transport/content-security-policy.ts';
import { serveSocket } from '../transport/web-socket.ts';
import { type Policy, type Refusal, refusalOf } from './admission.ts';
import { LaunchSession } from './launch-session.ts';
import { answerRequest, sendError } from './routes.ts';
import type { StaticFiles } from './static-files.ts';
import type { Uploads } from './uploads.ts';

export interface LoopbackOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly files: StaticFiles;
  readonly uploads: Uploads;
  readonly acceptor: Acceptor;
  /** Resolves when the backend can take windows; upgrades wait for it. */
  ready(): Promise<void>;
}

/** The loopback host's server: the page, the exchange of the launch token, uploads, and the WebSocket of the contract. It listens on
 * 127.0.0.1 and nowhere else; every request passes {@link refusalOf} first. */
export class LoopbackServer {
  readonly #server: Server;
  readonly #sockets: WebSocketServer;
  readonly #options: LoopbackOptions;
  readonly #session: LaunchSession;
  readonly #policy: Policy;
  readonly #headers: Record<string, string>;
  readonly port: number;

  private constructor(server: Server, options: LoopbackOptions) {
    this.#server = server;
    this.#options = options;
    this.port = (server.address() as AddressInfo).port;
    this.#session = new LaunchSession(this.port);
    this.#policy = { port: this.port, isSession: (cookie) => this.#session.isSession(cookie) };
    this.#headers = pageHeaders([`ws://127.0.0.1:${this.port}`]);
    this.#sockets = new WebSocketServer({
      noServer: true,
      perMessageDeflate: false,
      maxPayload: 2 * MAX_REQUEST_BYTES,
    });
    server.on('request', (request, response) => void this.#answer(request, response));
    server.on('upgrade', (request, socket, head) => void this.#upgrade(request, socket, head));
  }

  /** Throws `unavailable` when the port is taken. */
  static async start(options: LoopbackOptions): Promise<LoopbackServer> {
    const server = createServer({ headersTimeout: 10_000, requestTimeout: 0, maxHeaderSize: 16_384 });
    server.maxConnections = 128;
    try {
      server.listen({ host: '127.0.0.1', port: options.port, exclusive: true });
      await once(server, 'listening');
    } catch (cause) {
      const reason = (cause as Error).message;
      throw new AppError('unavailable', `Port ${options.port} cannot be used: ${reason}. Choose another with --port.`, {
        cause,
      });
    }
    return new LoopbackServer(server, options);
  }

  /** Address without the token. */
  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Address that opens the window, once. */
  get launchUrl(): string {
    return `${this.origin}/#${TOKEN_FRAGMENT}=${this.#session.token}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.close(1001, 'Tapedeck was ended.');
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeIdleConnections();
    const kill = setTimeout(() => this.#server.closeAllConnections(), 500);
    for (const socket of this.#sockets.clients) setTimeout(() => socket.terminate(), 500).unref();
    await closed;
    clearTimeout(kill);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(this.#headers)) response.setHeader(name, value);
    try {
      const refusal = this.#refusalOf(request, false);
      if (refusal !== undefined) sendError(response, refusal.status, new AppError('not-allowed', refusalText(refusal)));
      else await answerRequest(request, response, { ...this.#options, session: this.#session });
    } catch (error) {
      if (!response.headersSent) sendError(response, 500, error);
      else response.destroy();
    }
  }

  async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    const refusal = this.#refusalOf(request, true);
    if (refusal !== undefined) return refuseUpgrade(socket, refusal.status);
    if (request.method !== 'GET' || request.url !== SOCKET_PATH) return refuseUpgrade(socket, 404);
    try {
      await this.#options.ready();
    } catch {
      return refuseUpgrade(socket, 503);
    }
    if (socket.destroyed) return;
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => serveSocket(webSocket, this.#options.acceptor));
  }

  #refusalOf(request: IncomingMessage, isUpgrade: boolean): Refusal | undefined {
    const { method = '', url = '', rawHeaders } = request;
    return refusalOf({ method, target: url, rawHeaders, isUpgrade }, this.#policy);
  }
}

function refuseUpgrade(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

const refusalText = ({ reason }: Refusal): string => `The request was refused: ${reason}.`;
