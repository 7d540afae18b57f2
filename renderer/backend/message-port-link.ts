import { BACKEND_PORT } from '../../shared/ipc/bridge.ts';
import { decodeMessage, encodeMessage } from '../../shared/ipc/codec.ts';
import type { BackendMessage } from '../../shared/ipc/messages.ts';
import type { Link, LinkListener } from './link.ts';

/** A link over the MessagePort that the Electron preload hands to the page after `connect`. */
export function openMessagePortLink(connect: () => void, listener: LinkListener): Link {
  let port: MessagePort | undefined;
  let isClosed = false;

  const take = (event: MessageEvent<unknown>): void => {
    const offered = event.ports[0];
    if (event.source !== window || event.data !== BACKEND_PORT || offered === undefined) return;
    window.removeEventListener('message', take);
    port = offered;
    port.addEventListener('message', ({ data }: MessageEvent<Uint8Array>) => {
      listener.received(decodeMessage(data) as BackendMessage);
    });
    port.addEventListener('close', () => close('The backend ended and is being started again.'));
    port.start();
    listener.opened();
  };
  const close = (reason: string): void => {
    if (isClosed) return;
    isClosed = true;
    window.removeEventListener('message', take);
    port?.close();
    listener.closed(reason, false);
  };

  window.addEventListener('message', take);
  connect();
  return { send: (message) => port?.postMessage(encodeMessage(message)), close: () => close('') };
}
