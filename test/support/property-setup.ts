import fc from 'fast-check';
import { afterAll, expect } from 'vitest';

/** Every file of properties runs on one seed, which it prints with the number of its cases; `TAPEDECK_SEED=n` repeats a run. */
const seed = Number(process.env['TAPEDECK_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
let cases = 0;
let properties = 0;

fc.configureGlobal({
  seed,
  reporter: (details) => {
    cases += details.numRuns;
    properties += 1;
    const message = fc.defaultReportMessage(details);
    if (message !== undefined) throw new Error(message, { cause: details.errorInstance });
  },
});

afterAll(() => {
  const file = expect.getState().testPath?.replace(/^.*\/test\//, 'test/') ?? 'properties';
  process.stdout.write(`${file}: ${cases} cases of ${properties} properties, TAPEDECK_SEED=${seed}\n`);
});
