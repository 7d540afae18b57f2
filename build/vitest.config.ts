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
    hookTimeout: 60_000,
    passWithNoTests: true,
    projects: suites.map((name) => ({
      extends: true as const,
      test: {
        name,
        include: [`test/${name}/**/*.test.{ts,tsx}`],
        // A property that fails needs the time to find its smallest case.
        testTimeout: name === 'property' ? 15 * 60_000 : 30_000,
        setupFiles:
          name === 'property' ? [fileURLToPath(new URL('../test/support/property-setup.ts', import.meta.url))] : [],
        globalSetup: needBuild.includes(name) ? [programs] : [],
      },
    })),
  },
});
