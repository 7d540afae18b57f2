import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of recorded data: TAPEDECK_TEST_DATA, else `../shared/data/real` beside the checkout; `undefined` when neither
 * exists, and tests that need it then skip. Its files stay where they are: nothing of them is copied into the project. */
export function testData(): string | undefined {
  const named = process.env['TAPEDECK_TEST_DATA'];
  const folder = named ?? fileURLToPath(new URL('../../../shared/data/real', import.meta.url));
  return existsSync(folder) ? folder : undefined;
}
