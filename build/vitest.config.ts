import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));
const suites = ['unit', 'property', 'contract', 'integration'];
const needBuild = ['contract', 'integration'];
const programs = fileURLToPath(new URL('scripts/lib/setup-programs.mjs', import.meta.url));

export default defineConfig({
  root,
  cacheDir: '.cache/vitest',
  test: {
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    // Against what hangs, not what is slow: machines are loaded or suspended, and a property that fails looks for its smallest case.
    testTimeout: 10 * 60_000,
    hookTimeout: 10 * 60_000,
    expect: { poll: { timeout: 120_000 } },
    passWithNoTests: true,
    projects: suites.map((name) => ({
      extends: true as const,
      test: {
        name,
        include: [`test/${name}/**/*.test.{ts,tsx}`],
        setupFiles:
          name === 'property' ? [fileURLToPath(new URL('../test/support/property-setup.ts', import.meta.url))] : [],
        globalSetup: needBuild.includes(name) ? [programs] : [],
      },
    })),
  },
});
