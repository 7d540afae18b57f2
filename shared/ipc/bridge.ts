/** What the Electron preload offers the page as `window.tapedeck`. `Dropped` is the DOM's `File`, which this folder does not know. */
export interface WindowBridge<Dropped> {
  /** Asks for a MessagePort to the backend; it arrives by `window.postMessage` with {@link BACKEND_PORT} as data. */
  connect(): void;
  /** Absolute path of a dropped or chosen file, empty when it has none. */
  pathForFile(file: Dropped): string;
}

/** Name of the bridge on the page's global object. */
export const BRIDGE_NAME = 'tapedeck';

/** Data of the window message that carries the backend's port. */
export const BACKEND_PORT = 'tapedeck:backend-port';
