import { execFile } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { at, root } from './paths.mjs';

const run = promisify(execFile);

/** Native parts and what finds them, and the optional parts of ws: they stay in node_modules. */
const external = [/^@duckdb\/node-bindings/, 'electron', 'bufferutil', 'utf-8-validate'];

/** @type {import('rolldown').InputOptions} */
const forNode = { cwd: root, platform: 'node', external, transform: { target: 'node20' }, onLog };

/**
 * Bundles programs for Node, flat in `outDir` with their shared chunks, so that `new URL('./x.js', import.meta.url)` finds a
 * sibling program from any of them.
 * @param {string[]} entries
 * @param {string} outDir
 */
export async function bundleNode(entries, outDir) {
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({
    ...forNode,
    input: Object.fromEntries(entries.map((entry) => [basename(entry, '.ts'), at(entry)])),
  });
  const { output } = await bundle.write({
    dir: at(outDir),
    format: 'esm',
    sourcemap: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    assetFileNames: '[name]-[hash][extname]',
  });
  await bundle.close();
  return output.map((file) => file.fileName);
}

/**
 * The command line's program as one script, a function of what CommonJS modules are given (`electron/cli/compiled-program.ts`), and the code
 * that V8 compiles for it. Its entries must be built.
 * @param {string} outDir
 */
export async function bundleCli(outDir) {
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({ ...forNode, input: at('electron/cli/main.ts') });
  const { output } = await bundle.write({
    file: at(outDir, 'cli-program.cjs'),
    format: 'cjs',
    sourcemap: true,
    codeSplitting: false,
    postBanner: "(function (exports, require, module, __filename, __dirname) { 'use strict';",
    postFooter: '})',
  });
  await bundle.close();
  chmodSync(at(outDir, 'cli.js'), 0o755);
  const names = output.map((file) => file.fileName);
  try {
    await run(process.execPath, [at(outDir, 'compile-cli.js')]);
    return [...names, 'cli-program.cjs.code'];
  } catch (error) {
    // It runs without, a fifth slower; what is the matter, `tapedeck doctor` may tell.
    console.warn(`The command line is not compiled ahead: ${error instanceof Error ? error.message : String(error)}`);
    return names;
  }
}

/**
 * A sandboxed preload is one CommonJS file that may load nothing but 'electron'.
 * @param {string} entry
 * @param {string} outDir
 */
export async function bundlePreload(entry, outDir) {
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({ cwd: root, input: at(entry), platform: 'browser', external: ['electron'], onLog });
  const { output } = await bundle.write({
    file: at(outDir, 'preload.cjs'),
    format: 'cjs',
    sourcemap: true,
    codeSplitting: false,
  });
  await bundle.close();
  return output.map((file) => file.fileName);
}

export async function bundleRenderer() {
  const { build } = await import('vite');
  const result = await build({ configFile: at('build/vite.config.ts'), logLevel: 'warn' });
  const bundles = Array.isArray(result) ? result : [result];
  return bundles.flatMap((bundle) => ('output' in bundle ? bundle.output.map((file) => file.fileName) : []));
}

/**
 * @param {import('rolldown').LogLevel} level
 * @param {import('rolldown').RolldownLog} log
 * @param {import('rolldown').LogOrStringHandler} handle
 */
function onLog(level, log, handle) {
  if (log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message);
  handle(level, log);
}
