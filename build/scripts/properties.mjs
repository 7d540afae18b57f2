// The properties on cases that `npm test` does not play: each round on a seed of its own. Ends with every failure and its seed.
import { parseArgs } from 'node:util';
import { ensureInstalled, requireNode } from './lib/install.mjs';
import { Report } from './lib/report.mjs';
import { runVitest } from './lib/suites.mjs';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '10' }, seed: { type: 'string' } },
});
const rounds = Number(values.rounds);
const first = values.seed === undefined ? Math.floor(Math.random() * 2 ** 30) : Number(values.seed);
if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(first) || first < 0) {
  console.error(`--rounds ${values.rounds} --seed ${values.seed ?? first}: both are whole numbers, rounds 1 or more.`);
  process.exit(2);
}

requireNode();
await ensureInstalled();
const report = new Report();
for (let seed = first; seed < first + rounds; seed++) {
  await report.suite(`seed ${seed}`, () => runVitest('property', { env: { TAPEDECK_SEED: String(seed) } }));
}
report.finish();
