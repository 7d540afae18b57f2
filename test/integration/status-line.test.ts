import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

import { askStatus, openStatusLine } from '../../electron/backend/status-line.ts';
import { AppError } from '../../shared/lang/app-error.ts';
import type { SessionStatus } from '../../shared/session/status.ts';
import { tempDir } from '../support/temp-dir.ts';

const STATUS = { session: 'a', state: 'running', streams: [] } as unknown as SessionStatus;

async function opened(status = (): Promise<SessionStatus> => Promise.resolve(STATUS)): Promise<string> {
  const dataDir = await tempDir();
  const line = await openStatusLine(dataDir, status);
  onTestFinished(() => line.close());
  return dataDir;
}

const addressOf = (dataDir: string): string => join(dataDir, '.tapedeck', 'status.json');

it('answers whoever can read the 0600 file of the data folder, as often as asked', async () => {
  const dataDir = await opened();
  expect(await askStatus(dataDir)).toEqual(STATUS);
  expect(await askStatus(dataDir)).toEqual(STATUS);
  if (process.platform !== 'win32') expect((await stat(addressOf(dataDir))).mode & 0o777).toBe(0o600);
});

it('tells why there is nothing to tell', async () => {
  const dataDir = await opened(() => Promise.reject(new AppError('not-found', 'no session is open')));
  await expect(askStatus(dataDir)).rejects.toMatchObject({ code: 'not-found', message: 'no session is open' });
});

it('answers nothing to a wrong token, to silence, and to a line without an end', async () => {
  const dataDir = await opened();
  const { path } = JSON.parse(await readFile(addressOf(dataDir), 'utf8')) as { path: string };
  for (const question of ['wrong\n', '\n', 'x'.repeat(10_000)]) {
    const socket = connect(path);
    let answer = '';
    socket.on('error', () => undefined).on('data', (part) => (answer += String(part)));
    socket.write(question);
    await once(socket, 'close');
    expect(answer).toBe('');
  }
  expect(await askStatus(dataDir)).toEqual(STATUS);
});

it('says that no Tapedeck runs where none does, or where one crashed', async () => {
  const dataDir = await tempDir();
  await expect(askStatus(dataDir)).rejects.toMatchObject({ code: 'not-found' });
  const line = await openStatusLine(dataDir, () => Promise.resolve(STATUS));
  const address = await readFile(addressOf(dataDir));
  await line.close();
  await expect(askStatus(dataDir)).rejects.toMatchObject({ code: 'not-found' });
  await writeFile(addressOf(dataDir), address);
  await expect(askStatus(dataDir)).rejects.toMatchObject({ code: 'not-found' });
});
