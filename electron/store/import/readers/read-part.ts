import type { FileHandle } from 'node:fs/promises';

/** Exactly `length` bytes from `position` on; `undefined` where the file is shorter. Node ends the process on a length beyond 2 GB, and a damaged file
 * may name any: nothing is read, and no memory taken, before the length is known to lie within the file. */
export async function readPart(handle: FileHandle, position: number, length: number): Promise<Buffer | undefined> {
  const { size } = await handle.stat();
  if (!(position >= 0 && length >= 0 && position + length <= size) || length > 0x7fff_ffff) return undefined;
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await handle.read(bytes, 0, length, position);
  return bytesRead === length ? bytes : undefined;
}
