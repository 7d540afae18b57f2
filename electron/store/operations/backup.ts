import { createHash, randomUUID } from 'node:crypto';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { AppError } from '../../../shared/lang/app-error.ts';
import { throwIfCancelled } from '../../../shared/lang/cancel.ts';
import { byteText } from '../../../shared/lang/number-text.ts';
import type { BackupReport } from '../../../shared/store/operations.ts';
import type { FsPort } from '../fs-port.ts';
import { DATA_FOLDERS, manifestName, type StoreLayout } from '../layout.ts';
import { decodeManifest, namedFiles, type Manifest } from '../manifest.ts';
import { storeError } from '../store-error.ts';
import { ArchiveWriter } from './archive-file.ts';
import { encodeIndex, INDEX_NAME, type BackupEntry } from './backup-index.ts';
import type { OperationOptions } from './operation.ts';
import { padding, parseTarHeader, TAR_BLOCK, TAR_END_BYTES, tarHeader } from './tar.ts';

const PART_BYTES = 1024 ** 2;
/** Share of the work that writing is; reading the backup back is the rest. */
const WRITING = 0.8;

export interface BackupParts {
  readonly fs: FsPort;
  readonly layout: StoreLayout;
  /** Pinned by the caller for as long as this takes. */
  readonly manifest: Manifest;
}

/** Writes a store as one file: a tar that holds an index with every hash, the manifest, every file that it names, and calendars of the user's
 * own. Unpacked by any tar it is a data folder. Equal stores give equal bytes. Written under another name in the same folder, read
 * back, synced and renamed: whole or not at all; an earlier backup is replaced. Throws `not-found` for an empty store, `store-damaged`
 * where a stored file is not what was stored, `bad-request` for a path it may not write, `disk-full`, `cancelled`. */
export async function writeBackup(
  { fs, layout, manifest }: BackupParts,
  path: string,
  { signal, progress }: OperationOptions,
): Promise<BackupReport> {
  const target = resolve(path);
  const folder = dirname(target);
  const draft = join(folder, `.tapedeck-${randomUUID()}.part`);
  if (manifest.number === 0)
    throw new AppError('not-found', `${layout.dataDir} holds nothing to back up. Import first.`);
  try {
    await refuseTarget(fs, layout, target);
    const entries = await entriesOf(fs, layout, manifest);
    const total = entries.reduce((sum, { bytes }) => sum + bytes, 0);
    await fs.makeFolder(folder);
    const archive = new ArchiveWriter(fs, draft);
    const report = (share: number): void => progress?.(share, `${byteText(archive.bytes)} of ${byteText(total)}`);
    const index = encodeIndex(entries);
    await archive.write(tarHeader(INDEX_NAME, index.length));
    await archive.write(index);
    await archive.write(padding(index.length));
    for (const entry of entries) {
      await archive.write(tarHeader(entry.path, entry.bytes));
      await copyInto(archive, fs, layout, entry, signal);
      await archive.write(padding(entry.bytes));
      report((WRITING * archive.bytes) / Math.max(1, total + TAR_END_BYTES));
    }
    await archive.write(Buffer.alloc(TAR_END_BYTES));
    const sha256 = await archive.finish();
    await fs.syncFile(draft);
    if ((await fs.hashFile(draft, signal)) !== sha256) {
      throw new AppError('internal', `The backup did not read back as it was written. Check the disk of ${folder}.`);
    }
    await fs.rename(draft, target);
    await fs.syncFolder(folder);
    const rows = manifest.series.flatMap(({ files }) => files).reduce((sum, file) => sum + file.rows, 0);
    const files = [...namedFiles(manifest)].length;
    return { path: target, files, rows, bytes: archive.bytes, sha256 };
  } catch (error) {
    throw storeError(error, `writing the backup ${target}`, folder, 'choose another file');
  } finally {
    await fs.remove(draft).catch(() => undefined);
  }
}

/** A backup may lie in the data folder, but not among the files that are backed up, and it takes the place of an earlier backup only. */
async function refuseTarget(fs: FsPort, layout: StoreLayout, target: string): Promise<void> {
  const [first = ''] = relative(layout.dataDir, target).split(sep);
  if ([...DATA_FOLDERS, 'manifests', '.tapedeck'].includes(first)) {
    throw new AppError('bad-request', `${target} lies among the stored files. Choose another folder for the backup.`);
  }
  const there = await fs.stat(target);
  if (there !== undefined && !there.isFile) {
    throw new AppError('bad-request', `${target} is a folder or a link. Name a file for the backup.`);
  }
  if (there === undefined || there.bytes === 0) return;
  if (parseTarHeader(await fs.readPart(target, 0, TAR_BLOCK))?.name !== INDEX_NAME) {
    throw new AppError('bad-request', `${target} exists and is no backup of Tapedeck. Name another file.`);
  }
}

async function entriesOf(fs: FsPort, layout: StoreLayout, manifest: Manifest): Promise<BackupEntry[]> {
  const own = `manifests/${manifestName(manifest.number)}`;
  const bytes = await fs.readFile(join(layout.dataDir, own));
  if (decodeManifest(bytes)?.manifest.number !== manifest.number) throw damaged(own);
  const entries: BackupEntry[] = [entryOf(own, bytes)];
  for (const file of namedFiles(manifest)) entries.push({ path: file.path, bytes: file.bytes, sha256: file.sha256 });
  const calendars = (await fs.list(join(layout.dataDir, 'calendars'))).filter((name) => name.endsWith('.json'));
  for (const name of calendars.sort()) {
    const calendar = `calendars/${name}`;
    entries.push(entryOf(calendar, await fs.readFile(join(layout.dataDir, calendar))));
  }
  return entries;
}

function entryOf(path: string, bytes: Uint8Array): BackupEntry {
  return { path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

async function copyInto(
  archive: ArchiveWriter,
  fs: FsPort,
  layout: StoreLayout,
  { path, bytes, sha256 }: BackupEntry,
  signal: OperationOptions['signal'],
): Promise<void> {
  const from = join(layout.dataDir, path);
  const hash = createHash('sha256');
  if ((await fs.stat(from))?.bytes !== bytes) throw damaged(path);
  for (let offset = 0; offset < bytes; offset += PART_BYTES) {
    throwIfCancelled(signal, 'The backup');
    const part = await fs.readPart(from, offset, Math.min(PART_BYTES, bytes - offset));
    hash.update(part);
    await archive.write(part);
  }
  if (hash.digest('hex') !== sha256) throw damaged(path);
}

function damaged(path: string): AppError {
  const message =
    `${path} is not what was stored, so no backup was written. Import the data of that range again, restore an earlier backup, ` +
    `or delete the damaged range; "tapedeck verify" lists all damage.`;
  return new AppError('store-damaged', message, { details: { path } });
}
