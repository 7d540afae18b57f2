import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';

import { WebSocket, WebSocketServer } from 'ws';

import type { Acceptor, Receiver } from '../../electron/transport/channel.ts';
import { connectInProcess } from '../../electron/transport/in-process.ts';
import { servePort } from '../../electron/transport/message-port.ts';
import { serveSocket } from '../../electron/transport/web-socket.ts';
import { decodeMessage, encodeMessage } from '../../shared/ipc/codec.ts';
import type { BackendMessage } from '../../shared/ipc/messages.ts';

/** A window's raw end of a transport: sends anything, keeps what comes back in order. */
export interface RawWindow {
  readonly received: BackendMessage[];
  send(message: unknown): void;
  /** Sends bytes, or whatever else, as they are. */
  sendRaw(data: unknown): void;
  /** Resolves when `count` messages have come back. */
  atLeast(count: number): Promise<BackendMessage[]>;
  close(): Promise<void>;
}

class Inbox {
  readonly received: BackendMessage[] = [];
  #waiting: { count: number; resolve: (messages: BackendMessage[]) => void }[] = [];

  take(message: BackendMessage): void {
    this.received.push(message);
    this.#waiting = this.#waiting.filter(({ count, resolve }) => {
      if (this.received.length < count) return true;
      resolve(this.received);
      return false;
    });
  }

  atLeast(count: number): Promise<BackendMessage[]> {
    if (this.received.length >= count) return Promise.resolve(this.received);
    return new Promise((resolve) => this.#waiting.push({ count, resolve }));
  }
}

export const transports: Record<string, (acceptor: Acceptor) => Promise<RawWindow>> = {
  'in process': async (acceptor) => {
    const inbox = new Inbox();
    let receiver: Receiver | undefined;
    const link = connectInProcess({ accept: (channel) => (receiver = acceptor.accept(channel)) }, (message) =>
      inbox.take(message),
    );
    return {
      received: inbox.received,
      send: (message) => link.send(message),
      sendRaw: (data) => receiver?.receive(data),
      atLeast: (count) => inbox.atLeast(count),
      close: async () => link.close(),
    };
  },
  'message port': async (acceptor) => {
    const inbox = new Inbox();
    const { port1, port2 } = new MessageChannel();
    servePort(port1, acceptor);
    port2.on('message', (bytes: Uint8Array) => inbox.take(decode(bytes)));
    return {
      received: inbox.received,
      send: (message) => port2.postMessage(encodeMessage(message)),
      sendRaw: (data) => port2.postMessage(data),
      atLeast: (count) => inbox.atLeast(count),
      close: async () => {
        port2.close();
        await once(port1, 'close');
      },
    };
  },
  'web socket': async (acceptor) => {
    const inbox = new Inbox();
    const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
    await once(sockets, 'listening');
    sockets.on('connection', (socket) => serveSocket(socket, acceptor));
    const socket = new WebSocket(`ws://127.0.0.1:${(sockets.address() as AddressInfo).port}`);
    socket.on('message', (data) => inbox.take(decode(data as Buffer)));
    await once(socket, 'open');
    return {
      received: inbox.received,
      send: (message) => socket.send(encodeMessage(message)),
      sendRaw: (data) => socket.send(data instanceof Uint8Array ? data : String(data)),
      atLeast: (count) => inbox.atLeast(count),
      close: async () => {
        socket.close();
        await once(socket, 'close');
        sockets.close();
      },
    };
  },
};

const decode = (bytes: Uint8Array): BackendMessage => decodeMessage(bytes) as BackendMessage;
