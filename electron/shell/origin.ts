/** The window's own scheme. (`tapedeck://` is for links from the system.) */
export const APP_SCHEME = 'tapedeck-app';
export const APP_ORIGIN = `${APP_SCHEME}://app`;
export const APP_URL = `${APP_ORIGIN}/`;

/** True for a URL of the app's own origin, parsed: a prefix proves nothing (`tapedeck-app://app.evil/`). */
export function isAppUrl(url: string): boolean {
  try {
    const { protocol, host, username, password } = new URL(url);
    return protocol === `${APP_SCHEME}:` && host === 'app' && username === '' && password === '';
  } catch {
    return false;
  }
}

/** The part of Electron's WebFrameMain that tells who sent a message. */
export interface SenderFrame {
  readonly url: string;
  readonly parent: unknown;
}

/** Only the main frame of the app's own page may speak to the main process. */
export function isAppFrame(frame: SenderFrame | null): boolean {
  return frame !== null && frame.parent === null && isAppUrl(frame.url);
}
