import { parseArgs } from 'node:util';
import type { GauntletResult } from './figure.ts';
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

const results: (GauntletResult & { readonly id: string; readonly title: string; readonly seconds: number })[] = [];
for (const figure of FIGURES.filter(({ id }) => ids.includes(id))) {
  const { id, title } = figure;
  console.error(`${id}: ${title} ...`);
  const started = performance.now();
  const report = (failure: string): void => console.error(`${id} failed: ${failure}`);
  const result = await figure.run({ full: !values.few, seed, report }).catch((error: unknown) => {
    report(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { cases: 0, failures: 1 };
  });
  results.push({ id, title, ...result, seconds: Math.round((performance.now() - started) / 1_000) });
  if (result.failures > 0) process.exitCode = 1;
}
if (values.json) console.log(JSON.stringify({ seed, full: !values.few, figures: results }));
else {
  console.log(`\nseed ${seed}${values.few ? ', few' : ''}\n${rowText('', 'cases', 'failures', 'seconds', '')}`);
  for (const { id, title, cases, failures, seconds, notRun } of results)
    console.log(rowText(id, notRun === undefined ? cases : 'not run', failures, seconds, notRun ?? title));
}

function rowText(
  id: string,
  cases: string | number,
  failures: string | number,
  seconds: string | number,
  title: string,
): string {
  const numbers = [cases, failures, seconds].map((value) => String(value).padStart(9)).join('');
  return `${id.padEnd(4)}${numbers}  ${title}`;
}
