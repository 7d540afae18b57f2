import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const chromium = process.env['CHROME_PATH'];
const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: path('../test/e2e'),
  globalSetup: path('scripts/lib/setup-window.mjs'),
  testMatch: '**/*.e2e.ts',
  outputDir: path('../.cache/playwright'),
  workers: 1,
  retries: 0,
  timeout: 10 * 60_000,
  expect: { timeout: 60_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: 'list',
  use: {
    browserName: 'chromium',
    actionTimeout: 120_000,
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(chromium === undefined ? {} : { executablePath: chromium }),
      chromiumSandbox: !isRoot,
      args: ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic'],
    },
  },
});
