import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import type { Figures } from './figure.ts';

const RENDERER = fileURLToPath(new URL('../../dist/renderer', import.meta.url));

/** All JavaScript of the built window, chunks that are loaded later included, each file compressed by itself. */
export async function bundleFigures(): Promise<Figures> {
  const scripts = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  if (scripts.length === 0) throw new Error(`no JavaScript in ${RENDERER}`);
  const bytes = scripts.reduce((sum, name) => sum + gzipSync(readFileSync(join(RENDERER, name))).length, 0);
  return { 'bundle.renderer': { value: bytes / 1_000, unit: 'kB', goal: 450 } };
}
