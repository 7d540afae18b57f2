import { createReadStream, createWriteStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';

import { AppError } from '../../../../shared/lang/app-error.ts';
import { isDiskFull } from '../refusal.ts';
import { MAX_UNPACKED_BYTES } from './gunzip.ts';
import { readPart } from './read-part.ts';

/** A file inside a zip archive. Its name is shown and looked at, never used as a path. */
export interface ZipMember {
  readonly name: string;
  readonly method: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly crc: number;
  readonly headerAt: number;
}

const MAX_MEMBERS = 10_000;
const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const HEADER_SIGNATURE = 0x04034b50;
/** The end record is 22 bytes and may be followed by a comment of up to 64 kB. */
const TAIL_BYTES = 22 + 0xffff;
const END64_SIGNATURE = 0x06064b50;
const LOCATOR64_SIGNATURE = 0x07064b50;
const LOCATOR64_BYTES = 20;
const ENCRYPTED = 1;
/** A field of 32 bits that is too small stands for one of 64 bits elsewhere (APPNOTE 4.5.3). */
const ZIP64 = 0xffffffff;
const ZIP64_EXTRA = 1;

const damaged = (cause?: unknown): AppError =>
  new AppError('bad-file', 'The zip archive is damaged or cut short. Copy it again from where it came from.', {
    cause,
  });

/** Members that hold data, in the archive's order: folders and hidden files are left out. */
export async function listMembers(file: string): Promise<ZipMember[]> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const tail = await readAt(handle, Math.max(0, size - TAIL_BYTES), Math.min(size, TAIL_BYTES));
    let end = tail.length - 22;
    while (end >= 0 && tail.readUInt32LE(end) !== END_SIGNATURE) end--;
    if (end < 0) throw damaged();
    const directory = await directoryPlace(handle, tail, end);
    return members(await readAt(handle, directory.at, directory.bytes), directory.entries);
  } catch (error) {
    throw error instanceof AppError ? error : damaged(error);
  } finally {
    await handle.close();
  }
}

interface DirectoryPlace {
  readonly at: number;
  readonly bytes: number;
  readonly entries: number;
}

/** Where the directory is: in the end record, or in its Zip64 form. */
async function directoryPlace(handle: FileHandle, tail: Buffer, end: number): Promise<DirectoryPlace> {
  const entries = tail.readUInt16LE(end + 10);
  const bytes = tail.readUInt32LE(end + 12);
  const at = tail.readUInt32LE(end + 16);
  const locator = end - LOCATOR64_BYTES;
  const isZip64 = locator >= 0 && tail.readUInt32LE(locator) === LOCATOR64_SIGNATURE;
  if (!isZip64) return { at, bytes, entries };
  const record = await readAt(handle, Number(tail.readBigUInt64LE(locator + 8)), 56);
  if (record.readUInt32LE(0) !== END64_SIGNATURE) throw damaged();
  const [count, length, place] = [32, 40, 48].map((field) => Number(record.readBigUInt64LE(field)));
  return { at: place ?? 0, bytes: length ?? 0, entries: count ?? 0 };
}

/** Throws where there are not as many as the archive says: a damaged entry would hide those after it. */
function members(directory: Buffer, entries: number): ZipMember[] {
  const found: ZipMember[] = [];
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === ENTRY_SIGNATURE;) {
    const nameLength = directory.readUInt16LE(at + 28);
    const name = directory.toString('utf8', at + 46, at + 46 + nameLength);
    if ((directory.readUInt16LE(at + 8) & ENCRYPTED) !== 0)
      throw new AppError('bad-file', 'The archive is encrypted. Unpack it first.');
    const extraLength = directory.readUInt16LE(at + 30);
    const extra = directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
    const long = new LongFields(extra);
    const bytes = long.of(directory.readUInt32LE(at + 24));
    const packedBytes = long.of(directory.readUInt32LE(at + 20));
    const headerAt = long.of(directory.readUInt32LE(at + 42));
    const crc = directory.readUInt32LE(at + 16);
    found.push({ name, method: directory.readUInt16LE(at + 10), packedBytes, bytes, crc, headerAt });
    if (found.length > MAX_MEMBERS)
      throw new AppError('bad-file', `The archive has more than ${MAX_MEMBERS} files. Split it.`);
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  if (found.length !== entries) throw damaged();
  const isData = ({ name }: ZipMember): boolean => !name.endsWith('/') && !/(^|\/)(\.|__MACOSX\/)/.test(name);
  return found.filter(isData);
}

/** Fields of 64 bits in an entry's extra data, in the order: size, packed size, place. */
class LongFields {
  readonly #values: number[] = [];

  constructor(extra: Buffer) {
    for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
      if (extra.readUInt16LE(at) !== ZIP64_EXTRA) continue;
      const end = Math.min(extra.length, at + 4 + extra.readUInt16LE(at + 2));
      for (let field = at + 4; field + 8 <= end; field += 8) this.#values.push(Number(extra.readBigUInt64LE(field)));
    }
  }

  of(short: number): number {
    return short === ZIP64 ? (this.#values.shift() ?? short) : short;
  }
}

/** Unpacks one member in constant memory. */
export async function extract(file: string, member: ZipMember, to: string): Promise<void> {
  if (member.method !== 0 && member.method !== 8)
    throw new AppError(
      'bad-file',
      `"${member.name}" is packed by a method that is not read. Unpack the archive first.`,
    );
  if (member.bytes > MAX_UNPACKED_BYTES) throw new AppError('bad-file', `"${member.name}" is too large. Split it.`);
  const handle = await open(file, 'r');
  let dataAt: number;
  try {
    const header = await readAt(handle, member.headerAt, 30);
    if (header.readUInt32LE(0) !== HEADER_SIGNATURE) throw damaged();
    dataAt = member.headerAt + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  } finally {
    await handle.close();
  }
  const target = createWriteStream(to, { flags: 'wx', mode: 0o600 });
  const end = dataAt + member.packedBytes - 1;
  const source = member.packedBytes === 0 ? Readable.from([]) : createReadStream(file, { start: dataAt, end });
  try {
    if (member.method === 0 || member.packedBytes === 0) await pipeline(source, checked(member), target);
    else await pipeline(source, createInflateRaw(), checked(member), target);
  } catch (error) {
    throw error instanceof AppError || isDiskFull(error) ? error : damaged(error);
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = await readPart(handle, position, length);
  if (bytes === undefined) throw damaged();
  return bytes;
}

/** Fails a stream that is not what the directory says: its length and its CRC-32. */
function checked({ bytes, crc }: ZipMember): Transform {
  let total = 0;
  let found = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      total += chunk.length;
      found = crc32(chunk, found);
      if (total > bytes) done(damaged());
      else done(null, chunk);
    },
    flush(done) {
      done(total === bytes && found === crc ? null : damaged());
    },
  });
}
