import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

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
