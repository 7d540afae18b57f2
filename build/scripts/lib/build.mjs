// Builds what changed: each target has a hash over the content of its inputs, kept beside a list of its outputs.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { withLock } from './lock.mjs';
import { at } from './paths.mjs';
import { bundleCli, bundleNode, bundlePreload, bundleRenderer } from './bundle.mjs';
import { writeStrategyFiles } from './strategy-types.mjs';

/**
 * @typedef {object} Target
 * @property {string[]} inputs Files and folders below the repository root.
 * @property {string} outDir
 * @property {() => Promise<string[]>} build Returns the written files' names, relative to `outDir`.
 */

const entries = [
  'electron/main.ts',
  'electron/cli.ts',
  'electron/compile-cli.ts',
  'electron/serve.ts',
  'electron/backend-process.ts',
  'electron/coordinator/coordinator-thread.ts',
  'electron/backend/strategies/strategy-probe-thread.ts',
  'electron/backend/runs/play-thread.ts',
  'electron/upkeep/upkeep-thread.ts',
  'electron/store/import/import-child.ts',
];
const tools = [
  'package-lock.json',
  'build/scripts/lib/build.mjs',
  'build/scripts/lib/bundle.mjs',
  'build/scripts/lib/strategy-types.mjs',
];

/** @type {Record<string, Target>} */
const targets = {
  electron: {
    inputs: ['electron', 'shared', ...tools],
    outDir: 'dist/electron',
    build: async () => [
      ...(await bundleNode(entries, 'dist/electron')),
      ...(await bundleCli('dist/electron')),
      ...(await bundlePreload('electron/preload.ts', 'dist/electron')),
      ...(await writeStrategyFiles('dist/electron')),
    ],
  },
  renderer: {
    inputs: ['renderer', 'shared', 'build/vite.config.ts', ...tools],
    outDir: 'dist/renderer',
    build: bundleRenderer,
  },
  bench: withOwnEntry('bench'),
  gauntlet: withOwnEntry('gauntlet'),
};

/**
 * A program under test/ that runs on built code. The thread and process entries are built next to it, because code finds
 * them beside its own file.
 * @param {string} name
 * @returns {Target}
 */
function withOwnEntry(name) {
  const outDir = `dist/${name}`;
  return {
    inputs: [`test/${name}`, 'test/support', 'electron', 'shared', ...tools],
    outDir,
    build: () => {
      const threads = entries.filter((entry) => /-(thread|process|child)\.ts$/.test(entry));
      return bundleNode([...threads, `test/${name}/main.ts`], outDir);
    },
  };
}

/**
 * @param {('electron' | 'renderer' | 'bench' | 'gauntlet')[]} names
 * @param {{ force?: boolean, log?: (line: string) => void }} [options]
 * @returns {Promise<void>} Rejects with the bundler's error.
 */
export function build(names, { force = false, log = console.log } = {}) {
  return withLock(at('.cache/build/lock'), async () => {
    for (const name of names) {
      const target = /** @type {Target} */ (targets[name]);
      const stampPath = at('.cache/build', `${name}.json`);
      const hash = hashOf(target.inputs);
      if (!force && isCurrent(stampPath, hash, target.outDir)) {
        log(`${name}: unchanged`);
        continue;
      }
      const startedAt = performance.now();
      rmSync(stampPath, { force: true });
      if (force) rmSync(at(target.outDir), { recursive: true, force: true });
      const outputs = await target.build();
      removeStale(target.outDir, outputs);
      writeFileSync(stampPath, JSON.stringify({ hash, outputs }));
      log(`${name}: built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
    }
  });
}

/**
 * @param {string} stampPath
 * @param {string} hash
 * @param {string} outDir
 */
function isCurrent(stampPath, hash, outDir) {
  if (!existsSync(stampPath)) return false;
  /** @type {{ hash: string, outputs: string[] }} */
  const stamp = JSON.parse(readFileSync(stampPath, 'utf8'));
  return stamp.hash === hash && stamp.outputs.every((file) => existsSync(at(outDir, file)));
}

/** @param {string[]} inputs */
function hashOf(inputs) {
  const hash = createHash('sha256').update(process.version);
  for (const input of inputs) {
    for (const file of filesIn(at(input))) hash.update(`\0${file}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]} Sorted, so that equal trees hash equally.
 */
function filesIn(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesIn(join(path, name)));
}

/**
 * Old chunks stay for an hour: a program that started before the build may still have to load one.
 * @param {string} outDir
 * @param {string[]} outputs
 */
function removeStale(outDir, outputs) {
  const keep = new Set(outputs.map((file) => at(outDir, file)));
  const hourAgo = Date.now() - 3_600_000;
  mkdirSync(at(outDir), { recursive: true });
  for (const file of filesIn(at(outDir))) {
    if (!keep.has(file) && (statSync(file).mtimeMs < hourAgo || !/-[\w-]{8}\./.test(basename(file)))) rmSync(file);
  }
}
