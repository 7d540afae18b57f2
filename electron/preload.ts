import { contextBridge, ipcRenderer, webUtils } from 'electron';

import { BACKEND_PORT, BRIDGE_NAME, type WindowBridge } from '../shared/ipc/bridge.ts';

/** Hands the page a MessagePort to the backend, and the paths of dropped files. Nothing else crosses. */
const bridge = {
  connect: () => ipcRenderer.send(BACKEND_PORT),
  pathForFile: (file) => webUtils.getPathForFile(file),
} satisfies WindowBridge<File>;

contextBridge.exposeInMainWorld(BRIDGE_NAME, bridge);
// A port cannot cross the context bridge, only a window message; its target is this page alone.
ipcRenderer.on(BACKEND_PORT, ({ ports }) => window.postMessage(BACKEND_PORT, location.origin, ports));
