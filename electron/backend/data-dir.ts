import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

import { AppError } from '../../shared/lang/app-error.ts';

/** The data folder: as given, else `TAPEDECK_DATA`, else the platform's place for a user's data. Absolute; it may not exist yet. */
export function dataDirOf(
  given: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const named = given ?? env['TAPEDECK_DATA'];
  if (named !== undefined && named !== '') return resolve(named);
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Tapedeck');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Tapedeck');
  const xdg = env['XDG_DATA_HOME'];
  return join(xdg !== undefined && isAbsolute(xdg) ? xdg : join(home, '.local', 'share'), 'tapedeck');
}

/** The path of a data folder. Throws `bad-request` where a file is there; a folder that is not there yet is made when something is stored. */
export function checkedFolder(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== false) return path;
  throw new AppError('bad-request', `The data folder ${path} is a file. Name a folder with --data or TAPEDECK_DATA.`);
}
