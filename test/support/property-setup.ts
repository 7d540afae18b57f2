import fc from 'fast-check';
import { afterAll, expect } from 'vitest';

/**
 * Every file of properties runs on one seed, which it prints with the number of its cases. It is the same in every `npm test`, so that
 * what fails there is the change; `npm run properties` looks for new cases, and `TAPEDECK_SEED=n` repeats one of its rounds.
 */
const seed = Number(process.env['TAPEDECK_SEED'] ?? 20_261_121);
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
