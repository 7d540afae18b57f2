import { parseArgs } from 'node:util';
import { FIGURES } from './figures.ts';

/** `npm run gauntlet [-- --only R2,R14] [--seed N] [--few] [--json]`: the long figures of reliability.md. Exit code 1 when a case of any failed. */
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
    few: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const ids = values.only?.split(',') ?? FIGURES.map(({ id }) => id);
const unknown = ids.filter((id) => FIGURES.every((figure) => figure.id !== id));
const seed = Number(values.seed);
if (unknown.length > 0 || !Number.isSafeInteger(seed)) {
  console.error(`Give --only of ${FIGURES.map(({ id }) => id).join(', ')} and a whole --seed.`);
  process.exit(2);
}

const results = [];
for (const figure of FIGURES.filter(({ id }) => ids.includes(id))) {
  const { id, title } = figure;
  console.error(`${id}: ${title} ...`);
  const started = performance.now();
  const report = (failure: string): void => console.error(`${id} failed: ${failure}`);
  const { cases, failures } = await figure.run({ full: !values.few, seed, report }).catch((error: unknown) => {
    report(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { cases: 0, failures: 1 };
  });
  const seconds = Math.round((performance.now() - started) / 1_000);
  results.push({ id, title, cases, failures, seconds });
  if (!values.json) console.log(`${id.padEnd(4)} ${cases} cases, ${failures} failures, ${seconds} s: ${title}`);
  if (failures > 0) process.exitCode = 1;
}
if (values.json) console.log(JSON.stringify({ seed, full: !values.few, figures: results }));
