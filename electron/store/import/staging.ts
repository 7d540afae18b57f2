import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { AppError } from '../../../shared/lang/app-error.ts';
import { throwIfCancelled, type CancelSignal } from '../../../shared/lang/cancel.ts';
import type { FileIdentity } from './inspect.ts';
import { asRefusal } from './refusal.ts';

/** Larger files than this are refused before they are copied. */
const MAX_BYTES = 64 * 1024 ** 3;
const CHUNK = 1 << 20;

export interface Staged extends FileIdentity {
  /** The copy, named by its SHA-256, so that no name that a person chose is ever part of a query. */
  readonly staged: string;
}

/** Copies a file into `folder` while hashing it. Opens without following a link and without waiting for a pipe's other end, and takes
 * regular files only; `shownPath` is what messages and reports call it. The caller removes the copy. */
export async function stageFile(
  path: string,
  folder: string,
  shownPath = path,
  signal?: CancelSignal,
): Promise<Staged> {
  const source = await openRegular(path, shownPath);
  const temporary = join(folder, `incoming-${randomBytes(8).toString('hex')}`);
  try {
    const { sha256, bytes } = await copy(source, temporary, signal);
    const staged = join(folder, `${sha256}-${randomBytes(4).toString('hex')}`);
    await rename(temporary, staged);
    return { staged, sha256, bytes, path: shownPath, name: basename(shownPath) };
  } catch (error) {
    await rm(temporary, { force: true });
    throw asRefusal(error);
  } finally {
    await source.close();
  }
}

async function openRegular(path: string, shownPath: string): Promise<FileHandle> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    (cause: unknown) => {
      throw new AppError('bad-file', `${shownPath} ${reasonOf(cause)}`, { cause });
    },
  );
  const stat = await handle.stat();
  const refusal = stat.isDirectory()
    ? 'is a folder; name the files in it, or import the folder.'
    : !stat.isFile()
      ? 'is no regular file (a pipe, a socket or a device). Save its content to a file first.'
      : stat.size > MAX_BYTES
        ? `is larger than ${MAX_BYTES / 1024 ** 3} GB. Split it.`
        : undefined;
  if (refusal === undefined) return handle;
  await handle.close();
  throw new AppError('bad-file', `${shownPath} ${refusal}`);
}

function reasonOf(cause: unknown): string {
  const code = (cause as { readonly code?: unknown } | undefined)?.code;
  switch (code) {
    case 'ENOENT':
      return 'does not exist. Check the name.';
    case 'ELOOP':
    case 'EMLINK':
      return 'is a link. Name the file that it points to.';
    case 'EACCES':
    case 'EPERM':
      return 'may not be read. Give yourself read access to it.';
    case 'ENXIO':
      return 'is no regular file (a socket or a device). Save its content to a file first.';
    default:
      return `cannot be opened (${typeof code === 'string' ? code : String(cause)}).`;
  }
}

async function copy(source: FileHandle, to: string, signal?: CancelSignal): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  const target = await open(to, 'wx', 0o600);
  const buffer = Buffer.allocUnsafe(CHUNK);
  let bytes = 0;
  try {
    for (;;) {
      throwIfCancelled(signal, 'The import');
      const { bytesRead } = await source.read(buffer, 0, CHUNK);
      if (bytesRead === 0) return { sha256: hash.digest('hex'), bytes };
      const part = buffer.subarray(0, bytesRead);
      const written = target.writeFile(part);
      hash.update(part);
      await written;
      bytes += bytesRead;
      if (bytes > MAX_BYTES)
        throw new AppError('bad-file', `The file grew beyond ${MAX_BYTES / 1024 ** 3} GB while it was copied.`);
    }
  } finally {
    await target.close();
  }
}
