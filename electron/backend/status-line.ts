import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

import { AppError, fromErrorShape, toErrorShape, type ErrorShape } from '../../shared/lang/app-error.ts';
import type { SessionStatus } from '../../shared/session/status.ts';
import { writeAtomically } from './atomic-file.ts';

/** How the command line asks a running Tapedeck where its session stands: over a socket of this machine, in a folder of the user alone, whose name
 * and secret are in a 0600 file of the data folder. It answers one question, and changes nothing. */

const LONGEST_QUESTION = 256;
const DEADLINE_MS = 5_000;

const address = z.object({ path: z.string(), token: z.string() });
const answer = z.union([z.object({ status: z.unknown() }), z.object({ error: z.unknown() })]);

const addressPath = (dataDir: string): string => join(dataDir, '.tapedeck', 'status.json');

export interface StatusLine {
  close(): Promise<void>;
}

/** Opens the line of the program that writes to this data folder. `status` throws what is told to the caller. */
export async function openStatusLine(dataDir: string, status: () => Promise<SessionStatus>): Promise<StatusLine> {
  const token = randomBytes(32).toString('base64url');
  const isWindows = process.platform === 'win32';
  // The data folder may lie too deep for the name of a socket.
  const folder = isWindows ? undefined : await mkdtemp(join(tmpdir(), 'tapedeck-'));
  const path =
    folder === undefined ? `\\\\.\\pipe\\tapedeck-${randomBytes(16).toString('hex')}` : join(folder, 'status');
  const server = createServer((socket) => void serve(socket, token, status));
  server.maxConnections = 8;
  server.listen(path);
  await once(server, 'listening');
  await writeAtomically(addressPath(dataDir), JSON.stringify({ path, token }), false);
  return {
    close: async () => {
      await rm(addressPath(dataDir), { force: true });
      await closed(server);
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Asks the Tapedeck that has this data folder open. Throws `not-found` when there is none or it has no session open. */
export async function askStatus(dataDir: string): Promise<SessionStatus> {
  const nobody = (cause: unknown): AppError =>
    new AppError('not-found', `No Tapedeck has ${dataDir} open. Start one, or name another folder with --data.`, {
      cause,
      details: { dataDir },
    });
  let socket: Socket;
  let token: string;
  try {
    const found = address.parse(JSON.parse(await readFile(addressPath(dataDir), 'utf8')));
    token = found.token;
    socket = connect(found.path);
    await once(socket, 'connect');
  } catch (cause) {
    throw nobody(cause);
  }
  socket.setTimeout(DEADLINE_MS, () => socket.destroy(new Error(`no answer within ${DEADLINE_MS} ms`)));
  socket.write(`${token}\n`);
  let text = '';
  try {
    for await (const part of socket.setEncoding('utf8')) text += String(part);
    const given = answer.parse(JSON.parse(text));
    if ('error' in given) throw fromErrorShape(given.error as ErrorShape);
    return given.status as SessionStatus;
  } catch (error) {
    throw error instanceof AppError ? error : nobody(error);
  }
}

async function serve(socket: Socket, token: string, status: () => Promise<SessionStatus>): Promise<void> {
  socket.on('error', () => socket.destroy());
  socket.setTimeout(DEADLINE_MS, () => socket.destroy());
  const question = await firstLine(socket);
  if (question === undefined || !isEqual(question, token)) {
    socket.destroy();
    return;
  }
  const text = await status().then(
    (found) => JSON.stringify({ status: found }),
    (error: unknown) => JSON.stringify({ error: toErrorShape(error) }),
  );
  socket.end(text);
}

/** `undefined` when the line does not end, or is longer than any question. */
function firstLine(socket: Socket): Promise<string | undefined> {
  return new Promise((resolve) => {
    let text = '';
    socket.setEncoding('utf8').on('data', (part) => {
      text += String(part);
      const end = text.indexOf('\n');
      if (end >= 0) resolve(text.slice(0, end));
      else if (text.length > LONGEST_QUESTION) resolve(undefined);
    });
    socket.once('close', () => resolve(undefined));
  });
}

/** Compares digests, so that neither content nor length of the secret shows in the time taken. */
function isEqual(given: string, secret: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}

async function closed(server: Server): Promise<void> {
  const done = once(server, 'close');
  server.close();
  await done;
}
