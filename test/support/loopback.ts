import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { LoopbackServer } from '../../electron/serve/loopback-server.ts';
import { StaticFiles } from '../../electron/serve/static-files.ts';
import { Uploads, type UploadLimits } from '../../electron/serve/uploads.ts';
import type { Acceptor } from '../../electron/transport/channel.ts';

export interface TestLoopback {
  readonly server: LoopbackServer;
  readonly token: string;
  readonly uploadFolder: string;
  close(): Promise<void>;
}

/** A real server on a free port with a page of two files, and `secret.txt` beside its folder. */
export async function startLoopback(acceptor: Acceptor, limits: UploadLimits = {}): Promise<TestLoopback> {
  const folder = mkdtempSync(join(tmpdir(), 'tapedeck-loopback-'));
  const page = join(folder, 'renderer');
  mkdirSync(join(page, 'assets'), { recursive: true });
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>Tapedeck</title>');
  writeFileSync(join(page, 'assets', 'main.js'), 'export {};');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  const uploadFolder = join(folder, 'uploads');
  const server = await LoopbackServer.start({
    port: 0,
    files: new StaticFiles(page),
    uploads: new Uploads(uploadFolder, limits),
    acceptor,
    ready: () => Promise.resolve(),
  });
  return {
    server,
    token: new URL(server.launchUrl).hash.replace('#token=', ''),
    uploadFolder,
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** One request with exactly these headers; an upgrade that succeeds answers 101. */
export function rawRequest(
  port: number,
  method: string,
  path: string,
  headers: Record<string, string | string[]>,
  body?: string | Buffer,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers, setHost: false, agent: false });
    sent.on('error', reject);
    sent.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve({ status: 101, headers: response.headers, body: '' });
    });
    sent.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    sent.end(body);
  });
}

/** Headers that a page of this server sends with a request that changes state. */
export const samePage = (port: number): Record<string, string> => ({
  Host: `127.0.0.1:${port}`,
  Origin: `http://127.0.0.1:${port}`,
  'Sec-Fetch-Site': 'same-origin',
});

export async function signIn(loopback: TestLoopback): Promise<string> {
  const { port } = loopback.server;
  const answer = await rawRequest(port, 'POST', '/session', samePage(port), loopback.token);
  return answer.headers['set-cookie']![0]!.split(';')[0]!;
}

export const UPGRADE = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
};
