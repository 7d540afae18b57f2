import type { WebSocket } from 'ws';

import { CLOSE_BACKEND_RESTARTING, CLOSE_TOO_SLOW } from '../../shared/ipc/loopback.ts';
import type { Acceptor } from './channel.ts';

/** Bytes a window may leave unread. At most one frame is in flight (it is acknowledged), so a window that reads never comes near. */
const MAX_UNREAD_BYTES = 64 * 1024 * 1024;
/** Most bytes of a WebSocket close reason (RFC 6455, 5.5). */
const MAX_REASON_BYTES = 123;

/** Joins a window's WebSocket to the dispatcher or to a relay to it. The socket was admitted before: see `serve/`. */
export function serveSocket(socket: WebSocket, acceptor: Acceptor): void {
  const receiver = acceptor.accept({
    send: (bytes) => {
      if (socket.bufferedAmount > MAX_UNREAD_BYTES) {
        socket.close(CLOSE_TOO_SLOW, 'The window does not read what it is sent.');
        receiver.closed();
      } else socket.send(bytes);
    },
    close: (reason) => socket.close(CLOSE_BACKEND_RESTARTING, cut(reason)),
  });
  socket.on('message', (data, isBinary) => {
    if (isBinary && Buffer.isBuffer(data)) receiver.receive(data);
    else receiver.receive(undefined);
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => receiver.closed());
}

function cut(reason: string): string {
  let text = reason;
  while (Buffer.byteLength(text) > MAX_REASON_BYTES) text = text.slice(0, -1);
  return text;
}
