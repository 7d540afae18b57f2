import { BrowserWindow, type BrowserWindowConstructorOptions } from 'electron';

import { APP_URL } from './origin.ts';

/** Electron's security checklist, spelled out although much of it is the default. */
export function windowOptions(preload: string): BrowserWindowConstructorOptions {
  return {
    title: 'Tapedeck',
    width: 1440,
    height: 900,
    minWidth: 960,
    minHeight: 600,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: '#0f1115',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      // Its dictionaries would be downloaded.
      spellcheck: false,
      backgroundThrottling: true,
    },
  };
}

/** Opens the workstation's window. A page that ended is loaded again: the backend still has its session. */
export function openWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow(windowOptions(preload));
  window.once('ready-to-show', () => window.show());
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit' && !window.isDestroyed()) window.webContents.reload();
  });
  void window.loadURL(APP_URL);
  return window;
}
