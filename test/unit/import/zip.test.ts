import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { extract, listMembers } from '../../../electron/store/import/readers/zip.ts';
import { AppError } from '../../../shared/lang/app-error.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { zip } from '../../support/zip.ts';

const MEMBERS = { 'a.csv': 'time,close\n1,10.25\n2,10.5\n', 'b.csv': 'time,close\n3,11\n' };
const good = zip(MEMBERS);
const END_RECORD_BYTES = 22;

/** Every member's text by name; or the refusal, anything else thrown being a fault. */
async function read(folder: string, bytes: Uint8Array): Promise<Record<string, string> | AppError> {
  const path = join(folder, 'x.zip');
  await writeFile(path, bytes);
  const texts: Record<string, string> = {};
  try {
    for (const member of await listMembers(path)) {
      const to = join(folder, randomUUID());
      await extract(path, member, to);
      texts[member.name] = await readFile(to, 'utf8');
    }
    return texts;
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad-file') return error;
    throw error;
  }
}

test('with any byte changed an archive is refused, or its members are what they were', async () => {
  const folder = await tempDir();
  expect(await read(folder, good)).toEqual(MEMBERS);
  for (let at = 0; at < good.length; at++) {
    const damaged = Buffer.from(good);
    damaged[at] = (damaged[at] ?? 0) ^ 0x41;
    const found = await read(folder, damaged);
    if (!(found instanceof AppError)) expect(Object.values(found)).toEqual(Object.values(MEMBERS));
  }
});

test('a directory that claims more bytes than Node can read is refused, and the process goes on', async () => {
  const damaged = Buffer.from(good);
  damaged.writeUInt32LE(0xf000_0000, good.length - END_RECORD_BYTES + 12);
  expect(await read(await tempDir(), damaged)).toMatchObject({ message: /damaged or cut short/ });
});

test('a damaged entry does not hide those after it', async () => {
  const damaged = Buffer.from(good);
  damaged[damaged.lastIndexOf('PK\x01\x02', undefined, 'latin1')] = 0;
  expect(await read(await tempDir(), damaged)).toMatchObject({ message: /damaged or cut short/ });
});
