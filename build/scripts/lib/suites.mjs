import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { ensureChromium } from './chromium.mjs';
import { at, packageCommand } from './paths.mjs';
import { runNode } from './process.mjs';

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed A suite that crashed, or ended with an error outside any test, counts as one failure more.
 * @property {number} skipped Tests that reported themselves as not run.
 */

export const vitestSuites = ['unit', 'property', 'contract', 'integration'];
const timeoutMs = 30 * 60_000;

/**
 * @param {string} name One of `vitestSuites`.
 * @param {{ capture?: boolean }} [options]
 * @returns {Promise<Tally & { output: string }>}
 */
export async function runVitest(name, { capture = false } = {}) {
  const report = freshReport(name);
  const { code, output } = await runNode(
    [
      packageCommand('vitest'),
      ...['run', '--config', 'build/vitest.config.ts', '--project', name],
      ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    ],
    { capture, timeoutMs },
  );
  const result = readReport(report);
  if (result === undefined) return { ...(code === 0 ? nothing : crashed), output };
  /** @type {{ status: string, assertionResults: unknown[] }[]} */
  const files = result.testResults;
  const unloadable = files.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  const tally = {
    passed: result.numPassedTests,
    failed: result.numFailedTests + unloadable,
    skipped: result.numPendingTests + result.numTodoTests,
  };
  return { ...orCrashed(tally, code), output };
}

/** @returns {Promise<Tally>} */
export async function runEndToEnd() {
  const report = freshReport('e2e');
  const chromium = await ensureChromium();
  const { code } = await runNode(
    [
      packageCommand('@playwright/test', 'playwright'),
      ...['test', '--config', 'build/playwright.config.ts', '--reporter=list,json', '--pass-with-no-tests'],
    ],
    { timeoutMs, env: { CHROME_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: report } },
  );
  const result = readReport(report);
  if (result === undefined) return code === 0 ? nothing : crashed;
  const { expected, unexpected, flaky, skipped } = result.stats;
  return orCrashed({ passed: expected + flaky, failed: unexpected, skipped }, code);
}

const nothing = { passed: 0, failed: 0, skipped: 0 };
const crashed = { passed: 0, failed: 1, skipped: 0 };

/**
 * @param {Tally} tally
 * @param {number} code
 */
const orCrashed = (tally, code) => (code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally);

/** @param {string} name */
function freshReport(name) {
  mkdirSync(at('.cache/reports'), { recursive: true });
  const path = at('.cache/reports', `${name}.json`);
  rmSync(path, { force: true });
  return path;
}

/** @param {string} path */
function readReport(path) {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
