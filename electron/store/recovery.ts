import { dirname, join } from 'node:path';
import type { FsPort } from './fs-port.ts';
import {
  DATA_FOLDERS,
  isManifestDraft,
  isStoredPath,
  manifestName,
  manifestNumber,
  type StoreLayout,
} from './layout.ts';
import { decodeLink, decodeManifest, EMPTY_MANIFEST, namedFiles, type Manifest } from './manifest.ts';
import { pinnedManifests } from './pins.ts';

/** The manifest that holds, as found on disk. */
export interface CurrentManifest {
  readonly manifest: Manifest;
  /** Hash to name as `previous`; absent for the empty store. */
  readonly sha256: string | undefined;
  /** Numbers above it whose files do not verify: commits that were lost to damage, never to a crash. */
  readonly unreadable: readonly number[];
}

/** The highest manifest whose chain verifies: its own hash holds, and every manifest before it, back to its anchor, that is intact
 * has the hash its successor names. A damaged predecessor breaks nothing, since each manifest is a whole snapshot; an intact one
 * of another history does. */
export async function readCurrentManifest(fs: FsPort, layout: StoreLayout): Promise<CurrentManifest> {
  const numbers = await manifestNumbers(fs, layout);
  const unreadable: number[] = [];
  for (const number of numbers.toReversed()) {
    const found = await readManifest(fs, layout, number);
    if (found !== undefined && (await chainHolds(fs, layout, found.manifest))) return { ...found, unreadable };
    unreadable.push(number);
  }
  return { manifest: EMPTY_MANIFEST, sha256: undefined, unreadable };
}

/** Manifest numbers on disk, ascending. */
export async function manifestNumbers(fs: FsPort, layout: StoreLayout): Promise<number[]> {
  const names = await fs.list(layout.manifests);
  return names.flatMap((name) => manifestNumber(name) ?? []).sort((a, b) => a - b);
}

/** One manifest by number, `undefined` when it is not there or does not verify by itself. */
export async function readManifest(
  fs: FsPort,
  layout: StoreLayout,
  number: number,
): Promise<{ readonly manifest: Manifest; readonly sha256: string } | undefined> {
  const path = join(layout.manifests, manifestName(number));
  const stat = await fs.stat(path);
  if (stat?.isFile !== true) return undefined;
  const found = decodeManifest(await fs.readFile(path));
  return found?.manifest.number === number ? found : undefined;
}

async function chainHolds(fs: FsPort, layout: StoreLayout, manifest: Manifest): Promise<boolean> {
  let expected = manifest.previous;
  for (let number = manifest.number - 1; number >= manifest.anchor; number--) {
    const path = join(layout.manifests, manifestName(number));
    const before = (await fs.stat(path)) === undefined ? undefined : decodeLink(await fs.readFile(path));
    if (before === undefined) return true;
    if (before.sha256 !== expected || before.number !== number) return false;
    expected = before.previous;
  }
  return true;
}

/** What recovery did, for `doctor` and the log. */
export interface RecoveryReport {
  readonly current: CurrentManifest;
  /** Relative paths of data files that no manifest names: leftovers of an import that was cut off. */
  readonly removed: readonly string[];
  /** Relative paths moved to `quarantine/`, because a manifest that may have named them is damaged or gone. */
  readonly quarantined: readonly string[];
}

/** Brings the data folder to exactly what its manifest says; call it under the writer's lock, before anything is read. Empties staging and
 * the spill folder, removes data files of the store's own naming that no manifest names, and prunes manifests before the anchor that no
 * reader pins. Where a manifest is damaged, or none is left, unnamed files may be someone's data: they are put aside instead. */
export async function recoverStore(fs: FsPort, layout: StoreLayout): Promise<RecoveryReport> {
  await fs.removeFolder(layout.staging);
  await fs.removeFolder(layout.temp);
  const current = await readCurrentManifest(fs, layout);
  const unnamed = await unnamedPaths(fs, layout, current.manifest);
  if (current.unreadable.length > 0 || current.manifest.number === 0) {
    const doubtful = [...unnamed, ...current.unreadable.map((number) => `manifests/${manifestName(number)}`)];
    for (const path of doubtful) await quarantine(fs, layout, path);
    return { current, removed: [], quarantined: doubtful };
  }
  await removeSuperseded(fs, layout, current.manifest, unnamed);
  for (const name of await fs.list(layout.manifests)) {
    if (isManifestDraft(name)) await fs.remove(join(layout.manifests, name));
  }
  return { current, removed: unnamed, quarantined: [] };
}

async function quarantine(fs: FsPort, layout: StoreLayout, path: string): Promise<void> {
  const to = join(layout.quarantine, path);
  await fs.makeFolder(dirname(to));
  await fs.rename(join(layout.dataDir, path), to);
}

/** Paths that must stay: named by `manifest` or by one that a running reader pins. */
async function keptPaths(fs: FsPort, layout: StoreLayout, manifest: Manifest): Promise<ReadonlySet<string>> {
  const keep = new Set<string>();
  for (const number of await pinnedManifests(fs, layout)) {
    const pinned = number === manifest.number ? undefined : await readManifest(fs, layout, number);
    if (pinned !== undefined) for (const file of namedFiles(pinned.manifest)) keep.add(file.path);
  }
  for (const file of namedFiles(manifest)) keep.add(file.path);
  return keep;
}

/** Removes those of `paths` that nothing names any more, then the manifests before the anchor that no reader pins. Answers the paths that
 * a reader still pins. */
export async function removeSuperseded(
  fs: FsPort,
  layout: StoreLayout,
  manifest: Manifest,
  paths: readonly string[],
): Promise<string[]> {
  const keep = paths.length === 0 ? new Set<string>() : await keptPaths(fs, layout, manifest);
  const named = new Set(Array.from(namedFiles(manifest), ({ path }) => path));
  const pinned: string[] = [];
  for (const path of paths) {
    if (!keep.has(path)) await fs.remove(join(layout.dataDir, path));
    else if (!named.has(path)) pinned.push(path);
  }
  const pins = await pinnedManifests(fs, layout);
  for (const number of await manifestNumbers(fs, layout)) {
    if (number < manifest.anchor && !pins.has(number)) await fs.remove(join(layout.manifests, manifestName(number)));
  }
  return pinned;
}

/** Data files that nothing names any more: leftovers of an import that was cut off. */
async function unnamedPaths(fs: FsPort, layout: StoreLayout, manifest: Manifest): Promise<string[]> {
  const keep = await keptPaths(fs, layout, manifest);
  const unnamed: string[] = [];
  for (const folder of DATA_FOLDERS) {
    for await (const path of walk(fs, layout.dataDir, folder))
      if (isStoredPath(path) && !keep.has(path)) unnamed.push(path);
  }
  return unnamed;
}

/** Files below a folder of the data folder, as relative paths with `/`; folders found empty are removed. */
async function* walk(fs: FsPort, dataDir: string, folder: string): AsyncGenerator<string> {
  for (const name of await fs.list(join(dataDir, folder))) {
    const path = `${folder}/${name}`;
    const stat = await fs.stat(join(dataDir, path));
    if (stat === undefined) continue;
    if (stat.isFile) yield path;
    else yield* walk(fs, dataDir, path);
  }
  if (folder.includes('/')) await fs.removeEmptyFolder(join(dataDir, folder));
}
