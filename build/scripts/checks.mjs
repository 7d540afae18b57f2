import { checkNames, runCheck } from './lib/checks.mjs';
import { ensureInstalled, requireNode } from './lib/install.mjs';

requireNode();
await ensureInstalled();
const names = process.argv.length > 2 ? process.argv.slice(2) : checkNames;
for (const name of names) {
  const { code } = await runCheck(name);
  if (code !== 0) process.exitCode = 1;
}
