import { type IpcMainEvent, MessageChannelMain, ipcMain } from 'electron';

import { BACKEND_PORT } from '../../shared/ipc/bridge.ts';
import { isAppFrame } from './origin.ts';

export interface PortTarget {
  /** Resolves when the backend can take windows. */
  ready(): Promise<void>;
  /** Transfers a port to the backend process. */
  give(port: Electron.MessagePortMain): void;
}

/** Answers a page that asks for the backend with one end of a message channel, whose other end the backend gets: their messages do not
 * pass through this process. Any other sender is not answered. */
export function servePorts(target: PortTarget): void {
  ipcMain.on(BACKEND_PORT, (event: IpcMainEvent) => void handOver(event, target));
}

async function handOver(event: IpcMainEvent, target: PortTarget): Promise<void> {
  if (!isAppFrame(event.senderFrame)) return;
  try {
    await target.ready();
  } catch {
    return;
  }
  // The page may have gone, or gone elsewhere, while the backend started.
  const frame = event.senderFrame;
  if (frame === null || !isAppFrame(frame)) return;
  const { port1, port2 } = new MessageChannelMain();
  target.give(port1);
  frame.postMessage(BACKEND_PORT, null, [port2]);
}
