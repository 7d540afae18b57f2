import type { App, Session, WebContents } from 'electron';

import { APP_SCHEME, isAppUrl } from './origin.ts';

/** Pages of others that a link in the window may open, in the system's browser: the charts' attribution. */
const OUTSIDE_ORIGINS: ReadonlySet<string> = new Set(['https://www.tradingview.com']);

/** Schemes the window may load from; `devtools:` serves the developer tools. */
const LOADABLE: ReadonlySet<string> = new Set([`${APP_SCHEME}:`, 'blob:', 'data:', 'devtools:']);

/** Denies every permission and every request that leaves the app. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest(({ url }, callback) => callback({ cancel: !LOADABLE.has(schemeOf(url)) }));
}

/** Holds every page, of any window, to the app's own origin: no navigation away, no new windows, no embedded pages. */
export function guardContents(app: Pick<App, 'on'>, openOutside: (url: string) => void): void {
  app.on('web-contents-created', (_event, contents) => guardPage(contents, openOutside));
}

function guardPage(contents: WebContents, openOutside: (url: string) => void): void {
  contents.on('will-navigate', (event) => {
    if (!isAppUrl(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isAppUrl(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isAppUrl(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (OUTSIDE_ORIGINS.has(originOf(url))) openOutside(url);
    return { action: 'deny' };
  });
}

const schemeOf = (url: string): string => url.slice(0, url.indexOf(':') + 1).toLowerCase();

function originOf(url: string): string {
  try {
    return new URL(url).origin;
  } catch {
    return '';
  }
}
