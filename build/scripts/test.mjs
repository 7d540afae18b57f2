// Everything: checks, build and all suites. A failure does not stop the rest; the last line is the sum.
import { build } from './lib/build.mjs';
import { checkNames, runCheck } from './lib/checks.mjs';
import { ensureInstalled, requireNode } from './lib/install.mjs';
import { Report } from './lib/report.mjs';
import { runEndToEnd, runVitest, vitestSuites } from './lib/suites.mjs';

requireNode();
const report = new Report();
await report.check('install', ensureInstalled);
for (const name of checkNames) {
  await report.check(name, async () => {
    const { code } = await runCheck(name);
    if (code !== 0) throw new Error(`${name} ended with code ${code}.`);
  });
}
await report.check('build', () => build(['electron', 'renderer']));
for (const name of vitestSuites) await report.suite(name, () => runVitest(name));
await report.suite('e2e', runEndToEnd);
report.finish();
