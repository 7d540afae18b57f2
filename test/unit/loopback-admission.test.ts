import { describe, expect, it } from 'vitest';

import { refusalOf } from '../../electron/serve/admission.ts';
import { LaunchSession } from '../../electron/serve/launch-session.ts';

const policy = { port: 4000, isSession: (cookie: string | undefined) => cookie === 'good' };
const judge = (method: string, target: string, headers: readonly (readonly [string, string])[], isUpgrade = false) =>
  refusalOf({ method, target, rawHeaders: headers.flat(), isUpgrade }, policy)?.status;

const host = ['Host', '127.0.0.1:4000'] as const;
const origin = ['Origin', 'http://127.0.0.1:4000'] as const;
const cookie = ['Cookie', 'good'] as const;

describe('the gate of the loopback server', () => {
  it('takes the address as one exact text', () => {
    for (const name of [
      'localhost:4000',
      '127.0.0.1',
      '127.0.0.1:4001',
      '127.0.0.1:4000.evil.example',
      '[::1]:4000',
      '',
    ]) {
      expect([name, judge('GET', '/', [['Host', name]])]).toEqual([name, 403]);
    }
    expect(judge('GET', '/', [])).toBe(403);
    expect(judge('GET', '/', [host])).toBeUndefined();
  });

  it('refuses a header given twice, in whichever case', () => {
    expect(judge('GET', '/', [host, ['HOST', 'evil.example']])).toBe(400);
    expect(judge('POST', '/session', [host, origin, ['oRiGiN', 'http://evil.example']])).toBe(400);
  });

  it('refuses targets that are no path', () => {
    for (const target of ['http://127.0.0.1:4000/', '//evil.example/', '*', '']) {
      expect([target, judge('GET', target, [host])]).toEqual([target, 400]);
    }
  });

  it('refuses other methods', () => {
    for (const method of ['DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'get']) expect(judge(method, '/', [host])).toBe(405);
  });

  it('lets the page itself be navigated to from anywhere, but neither framed nor fetched', () => {
    const from = (...extra: (readonly [string, string])[]) =>
      judge('GET', '/', [host, ['Sec-Fetch-Site', 'cross-site'], ...extra]);
    expect(from()).toBeUndefined();
    expect(from(['Sec-Fetch-Mode', 'navigate'], ['Sec-Fetch-Dest', 'document'])).toBeUndefined();
    expect(from(['Sec-Fetch-Mode', 'navigate'], ['Sec-Fetch-Dest', 'iframe'])).toBe(403);
    expect(from(['Sec-Fetch-Mode', 'no-cors'])).toBe(403);
    expect(judge('GET', '/?a', [host, ['Sec-Fetch-Site', 'cross-site']])).toBe(403);
  });

  it('asks for origin and cookie on all that changes state', () => {
    for (const [method, target, isUpgrade] of [
      ['PUT', '/upload', false],
      ['GET', '/ipc', true],
    ] as const) {
      expect(judge(method, target, [host, origin, cookie], isUpgrade)).toBeUndefined();
      expect(judge(method, target, [host, cookie], isUpgrade)).toBe(403);
      expect(judge(method, target, [host, ['Origin', 'null'], cookie], isUpgrade)).toBe(403);
      expect(judge(method, target, [host, origin], isUpgrade)).toBe(401);
    }
  });
});

describe('a launch', () => {
  it('exchanges its token once for a cookie that scripts and other sites do not get', () => {
    const session = new LaunchSession(4000);
    expect(session.token).toMatch(/^[\w-]{43}$/);
    expect(session.exchange(`${session.token}x`)).toBeUndefined();
    const cookie = session.exchange(session.token) ?? '';
    expect(cookie).toMatch(/^tapedeck-4000=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
    expect(session.exchange(session.token)).toBeUndefined();
    const [pair = ''] = cookie.split(';');
    expect([pair, `other=1; ${pair}`].map((header) => session.isSession(header))).toEqual([true, true]);
    for (const header of [undefined, '', 'tapedeck-4000=', `${pair}x`, `x${pair}`, `tapedeck-4000=${session.token}`]) {
      expect(session.isSession(header)).toBe(false);
    }
    expect(new LaunchSession(4000).isSession(pair)).toBe(false);
  });
});
