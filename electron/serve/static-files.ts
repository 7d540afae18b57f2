import { type Dirent, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  map: 'application/json',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
};

export interface StaticFile {
  readonly type: string;
  readonly bytes: Buffer;
}

/** The built renderer. What is served is what was found in the folder at the start: a path is looked up, never resolved, so none
 * can lead out of it. Links are not followed. */
export class StaticFiles {
  readonly #files = new Map<string, string>();

  constructor(folder: string) {
    for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
      if (entry.isFile()) this.#files.set(urlPath(folder, entry), join(entry.parentPath, entry.name));
    }
  }

  /** The file of a URL path; `/` is the page. `undefined` when there is none. */
  async read(path: string): Promise<StaticFile | undefined> {
    const name = path === '/' ? '/index.html' : path;
    const file = this.#files.get(name);
    if (file === undefined) return undefined;
    const type = TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
    return { type, bytes: await readFile(file) };
  }
}

function urlPath(folder: string, entry: Dirent): string {
  return `/${relative(folder, join(entry.parentPath, entry.name)).split(sep).map(encodeURIComponent).join('/')}`;
}
