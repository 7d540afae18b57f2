import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

import { WebSocket } from 'ws';

import { RemoteClient } from '../../renderer/backend/remote-client.ts';
import { decodeMessage, encodeMessage } from '../../shared/ipc/codec.ts';
import type { BackendEvents, EventName } from '../../shared/ipc/contract.ts';
import type { BackendMessage } from '../../shared/ipc/messages.ts';
import { rawRequest, samePage } from './loopback.ts';

const PROGRAM = new URL('../../dist/electron/serve.js', import.meta.url);

/** The built loopback host as a child process, and windows on it that are clients of the contract. */
export interface Served {
  readonly process: ChildProcess;
  readonly port: number;
  readonly cookie: string;
  /** What it printed on standard error. */
  readonly errors: string[];
  openWindow(): RemoteClient;
  /** Ends it as Ctrl-C does; answers its exit code. */
  stop(): Promise<number | null>;
}

export async function serve(dataDir: string): Promise<Served> {
  const child = spawn(process.execPath, [PROGRAM.pathname, '--no-open', '--data', dataDir], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const line = await Promise.race([
    new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve)),
    exited.then((code) => Promise.reject(new Error(`serve ended with code ${code}: ${errors.join('\n')}`))),
  ]);
  const url = new URL((JSON.parse(line) as { url: string }).url);
  const port = Number(url.port);
  const answer = await rawRequest(port, 'POST', '/session', samePage(port), url.hash.replace('#token=', ''));
  const cookie = answer.headers['set-cookie']![0]!.split(';')[0]!;
  const windows: RemoteClient[] = [];
  return {
    process: child,
    port,
    cookie,
    errors,
    openWindow: () => {
      const window = openClient(port, cookie);
      windows.push(window);
      return window;
    },
    stop: () => {
      for (const window of windows) window.close();
      child.kill('SIGINT');
      return exited;
    },
  };
}

function openClient(port: number, cookie: string): RemoteClient {
  return new RemoteClient((listener) => {
    const headers = { ...samePage(port), Cookie: cookie };
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ipc`, { headers, perMessageDeflate: false });
    socket.on('open', () => listener.opened());
    socket.on('message', (data) => listener.received(decodeMessage(data as Buffer) as BackendMessage));
    socket.on('error', () => undefined);
    socket.on('close', (_code, reason) => listener.closed(reason.toString() || 'closed', false));
    return { send: (message) => socket.send(encodeMessage(message)), close: () => socket.close() };
  });
}

/** The next event that satisfies the condition. */
export function nextEvent<Name extends EventName>(
  client: RemoteClient,
  name: Name,
  isWanted: (event: BackendEvents[Name]) => boolean = () => true,
): Promise<BackendEvents[Name]> {
  return new Promise((resolve) => {
    const stop = client.on(name, (event) => {
      if (!isWanted(event)) return;
      stop();
      resolve(event);
    });
  });
}

/** Acknowledges every frame, as a window that paints at once. */
export function paintFrames(client: RemoteClient): void {
  client.on('frame', ({ sequence }) => void client.request('replay.ack', { sequence }).catch(() => undefined));
}

/** The child of the host that is the backend; on Linux only. */
export function backendPid(served: Served): number {
  const children = readFileSync(`/proc/${served.process.pid}/task/${served.process.pid}/children`, 'utf8');
  const pids = children.trim().split(' ').map(Number);
  return pids.find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('backend-process.js'))!;
}
