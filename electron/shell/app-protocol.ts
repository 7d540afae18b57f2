import { type Protocol, protocol } from 'electron';

import { pageHeaders } from '../transport/content-security-policy.ts';
import { APP_SCHEME, isAppUrl } from './origin.ts';

/** Looks up a file of the built page by URL path. */
export type ReadPage = (path: string) => Promise<{ readonly type: string; readonly bytes: Uint8Array } | undefined>;

/** Call before the app is ready. */
export function registerAppScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true };
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges }]);
}

/** Serves the built page and nothing else under the app's own origin. */
export function serveAppScheme(target: Pick<Protocol, 'handle'>, read: ReadPage): void {
  target.handle(APP_SCHEME, async ({ method, url }) => {
    const headers = pageHeaders();
    if (method !== 'GET' || !isAppUrl(url)) return new Response(null, { status: 403, headers });
    const file = await read(new URL(url).pathname);
    if (file === undefined) return new Response(null, { status: 404, headers });
    return new Response(new Uint8Array(file.bytes), { headers: { ...headers, 'Content-Type': file.type } });
  });
}
