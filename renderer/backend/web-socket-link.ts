import { decodeMessage, encodeMessage } from '../../shared/ipc/codec.ts';
import { SOCKET_PATH } from '../../shared/ipc/loopback.ts';
import type { BackendMessage } from '../../shared/ipc/messages.ts';
import type { Link, LinkListener } from './link.ts';
import { admit } from './loopback-session.ts';

/** A link over the loopback server's WebSocket. The page is admitted first: token for cookie, or the cookie it has. */
export function openWebSocketLink(listener: LinkListener): Link {
  let socket: WebSocket | undefined;
  let isClosed = false;
  const close = (reason: string, refused = false): void => {
    if (isClosed) return;
    isClosed = true;
    socket?.close();
    listener.closed(reason, refused);
  };

  void admit().then((admission) => {
    if (isClosed) return;
    if (admission !== 'admitted') {
      close(admission.message, admission.refused);
      return;
    }
    socket = new WebSocket(`ws://${location.host}${SOCKET_PATH}`);
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => listener.opened());
    socket.addEventListener('message', (event: MessageEvent<ArrayBuffer>) => {
      listener.received(decodeMessage(new Uint8Array(event.data)) as BackendMessage);
    });
    socket.addEventListener('close', (event) => close(event.reason || 'The connection to Tapedeck was lost.'));
  });

  return { send: (message) => socket?.send(encodeMessage(message)), close: () => close('') };
}
