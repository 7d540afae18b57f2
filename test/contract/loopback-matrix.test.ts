import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Dispatcher } from '../../electron/transport/dispatch.ts';
import { recordingHandlers } from '../support/contract-examples.ts';
import { type TestLoopback, UPGRADE, rawRequest, signIn, startLoopback } from '../support/loopback.ts';

const HOSTS = ['exact', 'localhost', 'rebound', 'other port'] as const;
const ORIGINS = ['absent', 'exact', 'foreign', 'null'] as const;
const SITES = ['absent', 'same-origin', 'none', 'same-site', 'cross-site'] as const;
const TOKENS = ['cookie', 'forged', 'absent'] as const;
const REQUESTS = ['GET /', 'GET /assets/main.js', 'GET /session', 'POST /session', 'PUT /upload', 'upgrade'] as const;

interface Cell {
  readonly request: (typeof REQUESTS)[number];
  readonly host: (typeof HOSTS)[number];
  readonly origin: (typeof ORIGINS)[number];
  readonly site: (typeof SITES)[number];
  readonly token: (typeof TOKENS)[number];
}

const cells: Cell[] = REQUESTS.flatMap((request) =>
  HOSTS.flatMap((host) =>
    ORIGINS.flatMap((origin) =>
      SITES.flatMap((site) => TOKENS.map((token) => ({ request, host, origin, site, token }))),
    ),
  ),
);

/** The rule of reliability.md, Security, written a second time. */
function isLegal({ request, host, origin, site, token }: Cell): boolean {
  if (host !== 'exact' || origin === 'foreign' || origin === 'null') return false;
  if (request === 'GET /') return true;
  if (site === 'same-site' || site === 'cross-site') return false;
  if (request === 'GET /assets/main.js') return true;
  if (request === 'GET /session') return token === 'cookie';
  return origin === 'exact' && token === 'cookie';
}

describe('the loopback matrix (R12)', () => {
  const { handlers, calls } = recordingHandlers();
  const loopbacks: TestLoopback[] = [];
  let cookie = '';
  let main: TestLoopback;

  beforeAll(async () => {
    main = await startLoopback(new Dispatcher(handlers));
    loopbacks.push(main);
    cookie = await signIn(main);
  });
  afterAll(() => Promise.all(loopbacks.map((loopback) => loopback.close())));

  async function status({ request, host, origin, site, token }: Cell): Promise<number> {
    const isExchange = request === 'POST /session';
    const target = isExchange && token === 'cookie' ? await startLoopback(new Dispatcher(handlers)) : main;
    if (target !== main) loopbacks.push(target);
    const { port } = target.server;
    const headers: Record<string, string> = {
      Host: {
        exact: `127.0.0.1:${port}`,
        localhost: `localhost:${port}`,
        rebound: `evil.example:${port}`,
        'other port': '127.0.0.1:1',
      }[host],
      ...(origin === 'absent'
        ? {}
        : { Origin: { exact: `http://127.0.0.1:${port}`, foreign: 'https://evil.example', null: 'null' }[origin] }),
      ...(site === 'absent' ? {} : { 'Sec-Fetch-Site': site }),
      ...(token === 'absent' || isExchange
        ? {}
        : { Cookie: token === 'cookie' ? cookie : `tapedeck-${port}=${'A'.repeat(43)}` }),
    };
    if (request === 'upgrade') return (await rawRequest(port, 'GET', '/ipc', { ...headers, ...UPGRADE })).status;
    const [method = '', path = ''] = request.split(' ');
    const body = isExchange ? { cookie: target.token, forged: 'A'.repeat(43), absent: '' }[token] : 'x';
    if (method === 'PUT') headers['x-tapedeck-name'] = 'a.csv';
    return (await rawRequest(port, method, path, headers, method === 'GET' ? undefined : body)).status;
  }

  it(`passes exactly the legal ones of ${cells.length} cells`, async () => {
    const wrong: unknown[] = [];
    for (const cell of cells) {
      const got = await status(cell);
      if (got < 400 !== isLegal(cell)) wrong.push({ ...cell, got });
    }
    expect(wrong).toEqual([]);
    const legal = cells.filter(isLegal).length;
    console.log(`R12: ${cells.length} cells, ${legal} legal, ${wrong.length} wrong`);
    expect(calls).toEqual([]);
  });
});
