import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { ensureChromium } from './chromium.mjs';
import { at, packageCommand } from './paths.mjs';
import { runNode } from './process.mjs';

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed A suite that crashed, or ended with an error outside any test, counts as one failure more.
 * @property {number} skipped Tests that reported themselves as not run.
 * @property {string[]} [failures] What failed: the test and the beginning of its message.
 */

export const vitestSuites = ['unit', 'property', 'contract', 'integration'];
const timeoutMs = 30 * 60_000;

/**
 * @param {string} name One of `vitestSuites`.
 * @param {{ capture?: boolean, env?: Record<string, string> }} [options]
 * @returns {Promise<Tally & { output: string }>}
 */
export async function runVitest(name, { capture = false, env = {} } = {}) {
  const report = freshReport(name);
  const { code, output } = await runNode(
    [
      packageCommand('vitest'),
      ...['run', '--config', 'build/vitest.config.ts', '--project', name],
      ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    ],
    { capture, timeoutMs, env },
  );
  const result = readReport(report);
  if (result === undefined) return { ...(code === 0 ? nothing : crashed), output };
  /** @type {{ name: string, message: string, status: string, assertionResults: { status: string, fullName: string, failureMessages: string[] }[] }[]} */
  const files = result.testResults;
  const unloadable = files.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  const failed = files.flatMap((file) => file.assertionResults.filter((test) => test.status === 'failed'));
  const tally = {
    passed: result.numPassedTests,
    failed: result.numFailedTests + unloadable.length,
    skipped: result.numPendingTests + result.numTodoTests,
    failures: [
      ...unloadable.map((file) => failure(file.name, file.message)),
      ...failed.map((test) => failure(test.fullName, test.failureMessages[0] ?? '')),
    ],
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
  const failures = failedSpecs(result.suites).map((spec) =>
    failure(spec.title, spec.tests.flatMap((test) => test.results.map((run) => run.error?.message ?? '')).join('\n')),
  );
  return orCrashed({ passed: expected + flaky, failed: unexpected, skipped, failures }, code);
}

/**
 * @typedef {{ ok: boolean, title: string, tests: { results: { error?: { message?: string } }[] }[] }} Spec
 * @typedef {{ specs: Spec[], suites?: SpecSuite[] }} SpecSuite
 * @param {SpecSuite[]} suites
 * @returns {Spec[]}
 */
const failedSpecs = (suites) =>
  suites.flatMap((suite) => [...suite.specs.filter((spec) => !spec.ok), ...failedSpecs(suite.suites ?? [])]);

/**
 * @param {string} name
 * @param {string} message
 */
const failure = (name, message) => `${name}\n${stripVTControlCharacters(message).slice(0, 1_500)}`;

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
