import { existsSync } from 'node:fs';
import { build } from './build.mjs';
import { ensureInstalled, requireNode } from './install.mjs';
import { at } from './paths.mjs';
import { runInForeground } from './process.mjs';

/**
 * Builds and runs `test/<name>/main.ts` with this process's arguments; standard output is the program's alone.
 * @param {'bench' | 'gauntlet'} name
 */
export async function runProgram(name) {
  requireNode();
  await ensureInstalled();
  if (!existsSync(at('test', name, 'main.ts'))) {
    console.error(`There is no test/${name}/main.ts yet.`);
    process.exit(1);
  }
  await build(['electron', 'renderer', name], { log: console.error });
  const { code } = await runInForeground(process.execPath, [at('dist', name, 'main.js'), ...process.argv.slice(2)]);
  process.exitCode = code;
}
