import { dirname, join, relative, sep } from 'node:path';
import { AppError } from '../../shared/lang/app-error.ts';
import { hasCode, type FsPort } from './fs-port.ts';
import { manifestDraftName, manifestName, type StoreLayout } from './layout.ts';
import { decodeLink, encodeManifest, type Manifest } from './manifest.ts';
import type { CurrentManifest } from './recovery.ts';

/** A checked, hashed file in staging and its place in the data folder, relative with `/`. */
export interface Placement {
  readonly staged: string;
  readonly path: string;
}

/** Manifests kept behind the newest one; older ones are pruned and the anchor moves on. */
export const KEPT_MANIFESTS = 8;

/** What the next manifest says beside its place in the chain. */
export type ManifestContent = Pick<Manifest, 'symbols' | 'series' | 'provenance' | 'imports'>;

/** The commit protocol: sync the new files, rename them into place, sync their folders, write and sync the manifest under a temporary
 * name, and `link()` it to its number. The link is the only commit: before it the store is the old one, after it the new one.
 * When anything before the link fails, placed files go back to staging and the error is thrown. After any error the caller must read the
 * current manifest again: the link may stand though its folder could not be synced. */
export async function commitManifest(
  fs: FsPort,
  layout: StoreLayout,
  current: CurrentManifest,
  content: ManifestContent,
  placements: readonly Placement[],
): Promise<CurrentManifest> {
  const number = current.manifest.number + 1;
  const next: Manifest = {
    format: 'tapedeck-store',
    version: 1,
    number,
    ...(current.sha256 === undefined ? {} : { previous: current.sha256 }),
    anchor: Math.max(current.manifest.anchor, number - KEPT_MANIFESTS, 1),
    ...content,
  };
  const { bytes, sha256 } = encodeManifest(next);
  const draft = join(layout.manifests, manifestDraftName());
  const target = join(layout.manifests, manifestName(number));

  for (const { staged } of placements) await fs.syncFile(staged);
  const placed: Placement[] = [];
  try {
    await ensureFolder(fs, layout, layout.manifests);
    for (const placement of placements) {
      const to = join(layout.dataDir, placement.path);
      await ensureFolder(fs, layout, dirname(to));
      // What lies there under the same hash may be a file that a reader still pins: it must not be taken back.
      if ((await fs.stat(to)) === undefined) placed.push(placement);
      await fs.rename(placement.staged, to);
    }
    for (const folder of new Set(placements.map(({ path }) => dirname(join(layout.dataDir, path))))) {
      await fs.syncFolder(folder);
    }
    await fs.writeFile(draft, bytes);
    await fs.syncFile(draft);
    await linkOnce(fs, draft, target, layout.dataDir);
  } catch (error) {
    const isThere = await holdsManifest(fs, target, sha256);
    if (isThere === false) await undo(fs, layout, placed, draft);
    if (isThere !== true) throw error;
  }
  await fs.syncFolder(layout.manifests);
  await fs.remove(draft);
  return { manifest: next, sha256, unreadable: [] };
}

async function linkOnce(fs: FsPort, draft: string, target: string, dataDir: string): Promise<void> {
  try {
    await fs.link(draft, target);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) {
      throw new AppError('store-locked', `${dataDir} was changed by another program. Nothing was stored; try again.`);
    }
    if (hasCode(error, 'ENOTSUP', 'EOPNOTSUPP', 'EPERM', 'ENOSYS')) {
      const message = `${dataDir} lies on a file system without hard links, which commits need. Choose a data folder on another disk with --data.`;
      throw new AppError('store-read-only', message, { cause: error });
    }
    throw error;
  }
}

/** Whether the link was made although it reported a failure; `undefined` when the disk does not tell. What is placed must stay then. */
async function holdsManifest(fs: FsPort, target: string, sha256: string): Promise<boolean | undefined> {
  try {
    if ((await fs.stat(target)) === undefined) return false;
    return decodeLink(await fs.readFile(target))?.sha256 === sha256;
  } catch {
    return undefined;
  }
}

/** Best effort: what stays behind is not named by any manifest, so recovery removes it. */
async function undo(fs: FsPort, layout: StoreLayout, placed: readonly Placement[], draft: string): Promise<void> {
  const attempts = placed.map(({ staged, path }) => fs.rename(join(layout.dataDir, path), staged));
  await Promise.allSettled([...attempts, fs.remove(draft)]);
}

/** Creates a folder below the data folder and syncs every folder on the way that gained an entry. */
async function ensureFolder(fs: FsPort, layout: StoreLayout, folder: string): Promise<void> {
  if ((await fs.stat(folder)) !== undefined) return;
  await fs.makeFolder(folder);
  let parent = layout.dataDir;
  for (const name of relative(layout.dataDir, folder).split(sep)) {
    await fs.syncFolder(parent);
    parent = join(parent, name);
  }
}
