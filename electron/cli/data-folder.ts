import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where the store lives: `given` (`--data`), else TAPEDECK_DATA, else the platform's user-data folder. Absolute; may not exist yet. */
export function dataFolder(given: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  return resolve(given ?? (env['TAPEDECK_DATA'] || platformFolder(env)));
}

function platformFolder(env: NodeJS.ProcessEnv): string {
  switch (process.platform) {
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', 'Tapedeck');
    case 'win32':
      return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Tapedeck');
    default:
      return join(env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'tapedeck');
  }
}
