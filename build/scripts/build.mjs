import { build } from './lib/build.mjs';
import { ensureInstalled, requireNode } from './lib/install.mjs';

requireNode();
await ensureInstalled();
await build(['electron', 'renderer'], { force: process.argv.includes('--force') });
