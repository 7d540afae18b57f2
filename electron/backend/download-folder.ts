import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where a person looks for files that a program wrote; without such a folder `exports` in the data folder. */
export function downloadFolder(dataDir: string): string {
  const downloads = join(homedir(), 'Downloads');
  return existsSync(downloads) ? downloads : join(dataDir, 'exports');
}

/** A path there that no file has: `tapedeck-2025-06-30.tar`, then `tapedeck-2025-06-30-2.tar` and on. */
export function freeDownloadPath(dataDir: string, stem: string, extension: string): string {
  const folder = downloadFolder(dataDir);
  for (let number = 1; ; number++) {
    const path = join(folder, `${stem}${number === 1 ? '' : `-${number}`}${extension}`);
    if (!existsSync(path)) return path;
  }
}
