import { windowBridge } from './bridge.ts';
import { openMessagePortLink } from './message-port-link.ts';
import { RemoteClient } from './remote-client.ts';
import { openWebSocketLink } from './web-socket-link.ts';

/** The window's connection to the backend, by MessagePort in Electron and by WebSocket in a browser. It reconnects by itself. */
export function connectBackend(): RemoteClient {
  const bridge = windowBridge();
  return bridge === undefined
    ? new RemoteClient(openWebSocketLink)
    : new RemoteClient((listener) => openMessagePortLink(() => bridge.connect(), listener));
}
