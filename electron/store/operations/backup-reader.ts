import { createHash } from 'node:crypto';
import { AppError } from '../../../shared/lang/app-error.ts';
import type { FsPort } from '../fs-port.ts';
import { decodeManifest, namedFiles, type Manifest } from '../manifest.ts';
import { ArchiveReader } from './archive-file.ts';
import { decodeIndex, INDEX_NAME, LARGEST_INDEX, type BackupEntry } from './backup-index.ts';
import { padding, parseTarHeader, TAR_BLOCK, TAR_END_BYTES, tarHeader, tarSize } from './tar.ts';

/** Reads a backup from front to back. Everything but the content of the files follows from the index, so that headers and padding are compared, never
 * interpreted: a byte that differs anywhere is damage. Methods throw `bad-file`. */
export class BackupReader {
  readonly path: string;
  readonly bytes: number;
  readonly manifest: Manifest;
  /** What follows the manifest, in order. */
  readonly entries: readonly BackupEntry[];
  readonly #archive: ArchiveReader;

  private constructor(
    archive: ArchiveReader,
    path: string,
    bytes: number,
    manifest: Manifest,
    entries: readonly BackupEntry[],
  ) {
    this.#archive = archive;
    this.path = path;
    this.bytes = bytes;
    this.manifest = manifest;
    this.entries = entries;
  }

  /** Opens a backup of the expected length whose index and manifest are whole. */
  static async open(fs: FsPort, path: string): Promise<BackupReader> {
    const stat = await fs.stat(path);
    if (stat === undefined) throw new AppError('bad-file', `${path} does not exist. Check the name.`);
    if (!stat.isFile) throw new AppError('bad-file', `${path} is no regular file. Name the backup file itself.`);
    const archive = new ArchiveReader(fs, path);
    const first = parseTarHeader(await archive.read(TAR_BLOCK));
    if (first?.name !== INDEX_NAME || first.bytes > LARGEST_INDEX) throw noBackup(path);
    const index = decodeIndex(await archive.read(first.bytes));
    if (index === undefined) throw damaged(path, 'its index does not match its hash');
    await expectBytes(archive, path, padding(first.bytes), INDEX_NAME);
    const sizes = index.files.map((entry) => tarSize(entry.path, entry.bytes));
    const expected = sizes.reduce((sum, size) => sum + size, tarSize(INDEX_NAME, first.bytes) + TAR_END_BYTES);
    if (stat.bytes !== expected) throw damaged(path, `it has ${stat.bytes} bytes and should have ${expected}`);
    const [own, ...entries] = index.files;
    if (own === undefined || own.bytes > LARGEST_INDEX) throw damaged(path, 'it names no manifest');
    const chunks: Uint8Array[] = [];
    await readEntry(archive, path, own, (part) => void chunks.push(part));
    const manifest = decodeManifest(Buffer.concat(chunks))?.manifest;
    if (manifest === undefined || !namesAll(manifest, entries))
      throw damaged(path, 'its manifest does not fit its files');
    return new BackupReader(archive, path, stat.bytes, manifest, entries);
  }

  /** Share of the backup that was read. */
  get share(): number {
    return this.#archive.position / this.bytes;
  }

  /** Reads the next file in full, handing on its bytes; throws after the last byte when its hash is wrong. */
  readNext(entry: BackupEntry, onPart: (part: Uint8Array) => Promise<void> | void): Promise<void> {
    return readEntry(this.#archive, this.path, entry, onPart);
  }

  /** Call it after the last file; answers the SHA-256 of the backup. */
  async finish(): Promise<string> {
    await expectBytes(this.#archive, this.path, Buffer.alloc(TAR_END_BYTES), 'the end');
    return this.#archive.finish();
  }
}

async function readEntry(
  archive: ArchiveReader,
  backup: string,
  { path, bytes, sha256 }: BackupEntry,
  onPart: (part: Uint8Array) => Promise<void> | void,
): Promise<void> {
  await expectBytes(archive, backup, tarHeader(path, bytes), path);
  const hash = createHash('sha256');
  for await (const part of archive.parts(bytes)) {
    hash.update(part);
    await onPart(part);
  }
  if (hash.digest('hex') !== sha256) throw damaged(backup, `${path} does not match its hash`);
  await expectBytes(archive, backup, padding(bytes), path);
}

async function expectBytes(archive: ArchiveReader, backup: string, expected: Buffer, what: string): Promise<void> {
  if (!expected.equals(await archive.read(expected.length))) throw damaged(backup, `it differs at ${what}`);
}

/** The entries are exactly the manifest's files, in order, then calendars. */
function namesAll(manifest: Manifest, entries: readonly BackupEntry[]): boolean {
  const named = [...namedFiles(manifest)];
  const isNamed = named.every(({ path, bytes, sha256 }, index) => {
    const entry = entries[index];
    return entry?.path === path && entry.bytes === bytes && entry.sha256 === sha256;
  });
  return isNamed && entries.slice(named.length).every(({ path }) => /^calendars\/[^/]+\.json$/.test(path));
}

function noBackup(path: string): AppError {
  return new AppError(
    'bad-file',
    `${path} is no backup of Tapedeck, or its beginning is damaged. Nothing was restored.`,
  );
}

function damaged(path: string, what: string): AppError {
  const message = `${path} is damaged: ${what}. Nothing was restored; use another copy of the backup.`;
  return new AppError('bad-file', message, { details: { path } });
}
