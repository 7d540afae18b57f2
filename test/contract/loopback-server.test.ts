import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Dispatcher } from '../../electron/transport/dispatch.ts';
import { recordingHandlers } from '../support/contract-examples.ts';
import { type TestLoopback, rawRequest, samePage, signIn, startLoopback } from '../support/loopback.ts';

describe('the loopback server', () => {
  let loopback: TestLoopback;
  let port: number;

  beforeEach(async () => {
    loopback = await startLoopback(new Dispatcher(recordingHandlers().handlers), { maxBytes: 1_000 });
    ({ port } = loopback.server);
    cookie = undefined;
  });
  afterEach(() => loopback.close());

  let cookie: string | undefined;
  const upload = async (
    name: string,
    body: string | Buffer,
    extra: Record<string, string> = {},
  ): Promise<{ status: number; body: unknown }> => {
    cookie ??= await signIn(loopback);
    const headers = { ...samePage(port), Cookie: cookie, 'x-tapedeck-name': name, ...extra };
    const answer = await rawRequest(port, 'PUT', '/upload', headers, body);
    return { status: answer.status, body: JSON.parse(answer.body) };
  };

  it('listens on 127.0.0.1 and on no other address (R13)', async () => {
    const hex = port.toString(16).toUpperCase().padStart(4, '0');
    if (!existsSync('/proc/net/tcp')) return;
    const listening = ['tcp', 'tcp6']
      .flatMap((table) => readFileSync(`/proc/net/${table}`, 'utf8').split('\n').slice(1))
      .map((line) => line.trim().split(/\s+/))
      .filter(([, local, , state]) => state === '0A' && local?.endsWith(`:${hex}`))
      .map(([, local]) => local);
    expect(listening).toEqual([`0100007F:${hex}`]);
  });

  it('sends the page under a policy that lets in nothing but its own files', async () => {
    const { status, headers } = await rawRequest(port, 'GET', '/', { Host: `127.0.0.1:${port}` });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    });
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('serves no file that is not in the page’s folder, however it is asked', async () => {
    const paths = [
      '/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/assets/../../secret.txt', '/assets/..%5c..%5csecret.txt',
      '/etc/passwd', '/assets', '/assets/', '/index.html/', '/%00', '/assets/main.js%00.html', '/.git/config',
    ]; // prettier-ignore
    for (const path of paths) {
      expect([path, (await rawRequest(port, 'GET', path, { Host: `127.0.0.1:${port}` })).status]).toEqual([path, 404]);
    }
  });

  it('says of a cookie whether it is good', async () => {
    const cookie = await signIn(loopback);
    expect((await rawRequest(port, 'GET', '/session', { Host: `127.0.0.1:${port}`, Cookie: cookie })).status).toBe(204);
    expect((await rawRequest(port, 'GET', '/session', { Host: `127.0.0.1:${port}` })).status).toBe(401);
  });

  it('stores an upload under its name in a folder of its own, readable by this user alone', async () => {
    const { status, body } = await upload('symbol%3DSPY/2013%20%E2%82%AC.csv', 'a,b\n');
    expect(status).toBe(200);
    const { upload: id } = body as { upload: string };
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(readFileSync(join(loopback.uploadFolder, id, 'symbol=SPY', '2013 €.csv'), 'utf8')).toBe('a,b\n');
  });

  it('refuses names that lead out of the folder or that no disk takes', async () => {
    const names = [
      '',
      '..',
      '../a',
      'a/../../b',
      '/etc/passwd',
      'a//b',
      'a%00b',
      'a%0Ab',
      'a%5Cb',
      '%E0%A4%A',
      'x'.repeat(300),
    ];
    const cookie = await signIn(loopback);
    for (const name of names) {
      const headers = { ...samePage(port), Cookie: cookie, 'x-tapedeck-name': name };
      expect([name, (await rawRequest(port, 'PUT', '/upload', headers, 'x')).status]).toEqual([name, 400]);
    }
    expect(existsSync(loopback.uploadFolder)).toBe(false);
  });

  it('refuses an upload over the limit, announced or not, and leaves nothing of it', async () => {
    expect((await upload('big.csv', Buffer.alloc(1_001))).status).toBe(413);
    expect((await upload('big.csv', Buffer.alloc(1_001), { 'Transfer-Encoding': 'chunked' })).status).toBe(413);
    expect(existsSync(loopback.uploadFolder) ? readdirSync(loopback.uploadFolder) : []).toEqual([]);
  });

  it('leaves nothing of an upload that breaks off', async () => {
    const cookie = await signIn(loopback);
    const socket = connect(port, '127.0.0.1');
    const head = { ...samePage(port), Cookie: cookie, 'x-tapedeck-name': 'half.csv', 'Content-Length': '500' };
    const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`PUT /upload HTTP/1.1\r\n${lines.join('')}\r\nhalf`);
    await expect.poll(() => existsSync(loopback.uploadFolder) && readdirSync(loopback.uploadFolder)).toHaveLength(1);
    socket.destroy();
    await expect.poll(() => readdirSync(loopback.uploadFolder)).toEqual([]);
  });

  it('outlives malformed requests', async () => {
    for (const text of [
      'GARBAGE\r\n\r\n',
      'GET / HTTP/1.1\r\n\r\n',
      '\0'.repeat(100),
      `GET / HTTP/1.1\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`,
    ]) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.end(text);
      await new Promise((resolve) => socket.on('close', resolve).resume());
    }
    expect((await rawRequest(port, 'GET', '/', { Host: `127.0.0.1:${port}` })).status).toBe(200);
  });
});
