import { chmodSync } from 'node:fs';
import { basename } from 'node:path';
import { at, root } from './paths.mjs';

/** Native parts and what finds them, and the optional parts of ws: they stay in node_modules. */
const external = [/^@duckdb\/node-bindings/, 'electron', 'bufferutil', 'utf-8-validate'];

/**
 * Bundles programs for Node, flat in `outDir` with their shared chunks, so that `new URL('./x.js', import.meta.url)` finds a
 * sibling program from any of them.
 * @param {string[]} entries
 * @param {string} outDir
 */
export async function bundleNode(entries, outDir) {
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({
    cwd: root,
    input: Object.fromEntries(entries.map((entry) => [basename(entry, '.ts'), at(entry)])),
    platform: 'node',
    external,
    transform: { target: 'node20' },
    onLog,
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
  if (entries.some((entry) => basename(entry) === 'cli.ts')) chmodSync(at(outDir, 'cli.js'), 0o755);
  return output.map((file) => file.fileName);
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
