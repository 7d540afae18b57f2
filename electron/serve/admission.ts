import { SESSION_PATH } from '../../shared/ipc/loopback.ts';

/** What a request says about where it comes from. `headers` as they arrived, name and value alternating (`rawHeaders`): a header
 * given twice is visible only there. */
export interface RequestFacts {
  readonly method: string;
  /** The request target as sent. */
  readonly target: string;
  readonly rawHeaders: readonly string[];
  readonly isUpgrade: boolean;
}

export interface Policy {
  readonly port: number;
  /** True for the session cookie's value. */
  isSession(cookieHeader: string | undefined): boolean;
}

export interface Refusal {
  readonly status: 400 | 401 | 403 | 405;
  readonly reason: string;
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT']);

/** The loopback server's gate: `undefined` lets a request through. Address, origin and fetch metadata are checked on every request
 * (a rebound name shows only in `Host`, a no-cors GET carries no `Origin`, an upgrade no `Sec-Fetch-Site`: measured, reliability.md);
 * the session cookie on all that change or show anything. What is left open is the page's own code, and the exchange of the token. */
export function refusalOf(facts: RequestFacts, policy: Policy): Refusal | undefined {
  const { method, target, isUpgrade } = facts;
  if (!METHODS.has(method)) return { status: 405, reason: `${method} is not answered here` };
  if (!target.startsWith('/') || target.startsWith('//')) return { status: 400, reason: 'the target must be a path' };
  const doubled = SINGLE.find((name) => valuesOf(facts.rawHeaders, name).length > 1);
  if (doubled !== undefined) return { status: 400, reason: `${doubled} is given twice` };
  const header = (name: string): string | undefined => valuesOf(facts.rawHeaders, name)[0];

  const address = `127.0.0.1:${policy.port}`;
  if (header('host') !== address) return { status: 403, reason: `Host is not ${address}` };

  const origin = header('origin');
  const changesState = isUpgrade || method === 'POST' || method === 'PUT';
  if (origin === undefined ? changesState : origin !== `http://${address}`) {
    return { status: 403, reason: `Origin is not http://${address}` };
  }

  const site = header('sec-fetch-site');
  const isNavigation =
    method === 'GET' &&
    target === '/' &&
    !isUpgrade &&
    (header('sec-fetch-mode') ?? 'navigate') === 'navigate' &&
    (header('sec-fetch-dest') ?? 'document') === 'document';
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isNavigation) {
    return { status: 403, reason: `Sec-Fetch-Site is ${site}` };
  }

  const needsSession = changesState ? !(method === 'POST' && target === SESSION_PATH) : target === SESSION_PATH;
  if (needsSession && !policy.isSession(header('cookie'))) return { status: 401, reason: 'no session cookie' };
  return undefined;
}

const SINGLE = ['host', 'origin', 'sec-fetch-site', 'sec-fetch-mode', 'sec-fetch-dest', 'cookie'] as const;

function valuesOf(rawHeaders: readonly string[], name: string): string[] {
  return rawHeaders.filter((_value, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name);
}
