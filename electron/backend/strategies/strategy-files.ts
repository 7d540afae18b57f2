import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { AppError } from '../../../shared/lang/app-error.ts';

const TYPES_FILE = 'tapedeck-strategy.d.ts';
const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** Writes the template as a strategy of that name, and the types its editor needs, into a folder; both are of the built programs. Returns
 * the strategy's path. Throws `bad-request` for a name that makes no file, `not-allowed` where the file exists. */
export async function writeTemplate(folder: string, name: string, programs: URL): Promise<string> {
  const bare = name.replace(/\.ts$/, '');
  if (!NAME.test(bare)) {
    throw new AppError(
      'bad-request',
      `'${name}' is no name for a strategy. Begin with a letter; letters, digits, - and _ may follow.`,
    );
  }
  const template = await readFile(new URL('strategy-template.txt', programs), 'utf8');
  const types = await readFile(new URL(TYPES_FILE, programs), 'utf8');
  const words = bare.split(/[-_]+/).filter((word) => word !== '');
  const text = template
    .replaceAll('CLASS_NAME', words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(''))
    .replaceAll(
      'TITLE',
      words.join(' ').replace(/^./, (letter) => letter.toUpperCase()),
    )
    .replaceAll('FILE_NAME', `${bare}.ts`);
  const path = join(folder, `${bare}.ts`);
  await mkdir(folder, { recursive: true });
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    throw new AppError('not-allowed', `${path} exists already. Choose another name.`, { cause, details: { path } });
  }
  await writeFile(join(folder, TYPES_FILE), types);
  return path;
}

/** Strategy files of a folder, by name; none where there is no folder. */
export async function strategyFilesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => /\.m?[jt]s$/.test(name) && !name.endsWith('.d.ts'))
    .sort()
    .map((name) => join(folder, name));
}
