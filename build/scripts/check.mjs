// The quick part: every check and the unit tests, two at a time. Prints the output of what has something to say.
import { checkNames, runCheck } from './lib/checks.mjs';
import { ensureInstalled, requireNode } from './lib/install.mjs';
import { Report } from './lib/report.mjs';
import { runVitest } from './lib/suites.mjs';

requireNode();
await ensureInstalled();
const report = new Report();
const slowestFirst = ['lint', 'types', 'unit', ...checkNames.filter((name) => name !== 'lint' && name !== 'types')];

async function work() {
  for (let name = slowestFirst.shift(); name !== undefined; name = slowestFirst.shift()) {
    const startedAt = performance.now();
    const { tally, output } = name === 'unit' ? await unit() : await check(name);
    if (output.trim() !== '' && (tally.failed > 0 || name === 'lint')) console.log(`\n== ${name}\n${output.trim()}`);
    report.add(name, tally, (performance.now() - startedAt) / 1000);
  }
}

async function unit() {
  const { output, ...tally } = await runVitest('unit', { capture: true });
  return { tally, output };
}

/** @param {string} name */
async function check(name) {
  const { code, output } = await runCheck(name, { capture: true });
  return { tally: { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 }, output };
}

await Promise.all([work(), work()]);
report.finish();
