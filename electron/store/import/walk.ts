import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';

/** Files that lie in data folders but hold no data. */
const IGNORED = /^(\.|_SUCCESS$|_metadata$|_common_metadata$|thumbs\.db$|desktop\.ini$)/i;

/** A path itself, or the files below a folder in order of name, depth first. Links inside a folder are left out; hidden files too. */
export async function* walk(path: string): AsyncGenerator<string> {
  const stat = await lstat(path).catch(() => undefined);
  if (stat?.isDirectory() !== true) {
    yield path;
    return;
  }
  const names: string[] = [];
  for await (const entry of await opendir(path)) {
    if (!IGNORED.test(entry.name) && (entry.isDirectory() || entry.isFile())) names.push(entry.name);
  }
  for (const name of names.sort()) yield* walk(join(path, name));
}
