import { BRIDGE_NAME, type WindowBridge } from '../../shared/ipc/bridge.ts';

/** The Electron preload's bridge, `undefined` in a browser. */
export function windowBridge(): WindowBridge<File> | undefined {
  return (globalThis as { [BRIDGE_NAME]?: WindowBridge<File> })[BRIDGE_NAME];
}
