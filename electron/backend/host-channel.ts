import type { FromBackend, ToBackend } from '../supervisor/messages.ts';
import type { Port } from '../transport/message-port.ts';

/** The backend process' line to the main process that started it. */
export interface HostChannel {
  post(message: FromBackend): void;
  /** Ports come with `port` messages (Electron). */
  listen(listener: (message: ToBackend, ports: readonly Port[]) => void): void;
  /** The main process has gone. */
  onGone(listener: () => void): void;
}

/** The part of Electron's `process.parentPort` that is used; the types of Electron are not for this side. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown; ports: readonly Port[] }) => void): void;
}

/** Electron's utility process has a parent port, a forked process an IPC channel. Throws when there is neither. */
export function openHostChannel(): HostChannel {
  const parentPort = (process as { parentPort?: ParentPort }).parentPort;
  if (parentPort !== undefined) {
    // Import children are forked from the program that runs this one; told so, Electron's is a Node.
    process.env['ELECTRON_RUN_AS_NODE'] = '1';
    return {
      post: (message) => parentPort.postMessage(message),
      listen: (listener) => parentPort.on('message', ({ data, ports }) => listener(data as ToBackend, ports)),
      // Electron ends a utility process together with its main process.
      onGone: () => undefined,
    };
  }
  if (process.send === undefined) throw new Error('the backend process is started by Tapedeck, not by hand');
  return {
    post: (message) => {
      if (process.connected) process.send?.(message, () => undefined);
    },
    listen: (listener) => void process.on('message', (message) => listener(message as ToBackend, [])),
    onGone: (listener) => void process.on('disconnect', listener),
  };
}
