import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Table, tableFromArrays, tableToIPC } from 'apache-arrow';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { Database } from '../../../electron/store/import/database.ts';
import { readArrow } from '../../../electron/store/import/readers/arrow-file.ts';
import { AppError } from '../../../shared/lang/app-error.ts';
import { tempDir } from '../../support/temp-dir.ts';

const ROWS = 4;
const part = tableFromArrays({
  t: BigInt64Array.from({ length: ROWS }, (_, index) => BigInt(index)),
  side: Array.from({ length: ROWS }, (_, index) => (index % 3 === 0 ? 'buy' : 'sell')),
});
const table = new Table(part.schema, [...part.batches, ...part.batches]);
const file = Buffer.from(tableToIPC(table, 'file'));
const stream = Buffer.from(tableToIPC(table, 'stream'));

let database: Database;
beforeAll(async () => {
  database = await Database.open({ allowed: [] });
});
afterAll(() => database.close());

/** Rows; or the refusal, anything else thrown being a fault. */
async function read(bytes: Uint8Array, path: string): Promise<unknown> {
  await writeFile(path, bytes);
  const found = await readArrow(database, path, '').then(
    ({ rows }) => rows,
    (error: unknown) => error,
  );
  if (typeof found !== 'number' && !(found instanceof AppError && found.code === 'bad-file')) throw found;
  return found;
}

/** The message of a file's or a stream's batches of rows, without the bytes before and after them. */
function lastMessages(bytes: Buffer, count: number): readonly number[] {
  const marks = Array.from({ length: bytes.length / 8 }, (_, word) => word * 8);
  return marks.filter((at) => bytes.readInt32LE(at) === -1 && bytes.readInt32LE(at + 4) > 0).slice(-count);
}

test('files and streams of several batches are read to their end, dictionaries included', async () => {
  const path = join(await tempDir(), 'x');
  expect([await read(file, path), await read(stream, path)]).toEqual([2 * ROWS, 2 * ROWS]);
});

// With each of these some reader would go on for ever: apache-arrow starts over where a footer leads to no batch, and runs through lists of any length.
test.each([
  ['8, where the first message lies', 8],
  ['-8', -8],
  ['two billion', 0x7fff_ffff],
])('a file in which any four bytes are made %s is read or refused', async (_name, value) => {
  const path = join(await tempDir(), 'x');
  let refused = 0;
  for (const good of [file, stream]) {
    for (let at = 0; at + 4 <= good.length; at += 4) {
      const damaged = Buffer.from(good);
      damaged.writeInt32LE(value, at);
      const found = await read(damaged, path);
      if (typeof found !== 'number') refused++;
      else expect(found).toBeLessThanOrEqual(2 * ROWS);
    }
  }
  expect(refused).toBeGreaterThan(40);
});

test('what is cut short is refused; a stream that lacks its end mark alone is whole', async () => {
  const path = join(await tempDir(), 'x');
  for (let length = 8; length < file.length; length += 5)
    expect(await read(file.subarray(0, length), path)).toBeInstanceOf(AppError);
  const [last = 0] = lastMessages(stream, 1);
  for (let length = last + 1; length < stream.length - 8; length += 5)
    expect(await read(stream.subarray(0, length), path)).toBeInstanceOf(AppError);
  expect(await read(stream.subarray(0, -8), path)).toBe(2 * ROWS);
});

test('bytes after the end of a stream, and a batch that is named twice, are refused', async () => {
  const path = join(await tempDir(), 'x');
  expect(await read(Buffer.concat([stream, stream]), path)).toMatchObject({ message: /bytes after its end/ });
  const [first = 0, second = 0] = lastMessages(file, 2);
  const twice = Buffer.from(file);
  const offset = (at: number): Buffer => Buffer.from(BigInt64Array.of(BigInt(at)).buffer);
  offset(first).copy(twice, file.lastIndexOf(offset(second)));
  expect(await read(twice, path)).toMatchObject({ message: /batches overlap/ });
});
