import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { chromium, expect, test } from '@playwright/test';

const PROGRAM = fileURLToPath(new URL('../../dist/electron/serve.js', import.meta.url));

/** A `chromium` for PATH that starts the real one without a display and writes down how it was called. */
function headlessChromium(folder: string): string {
  const real = process.env['CHROME_PATH'] ?? chromium.executablePath();
  const script = `#!/bin/sh\nprintf '%s\\n' "$@" > '${folder}/arguments'\nexec '${real}' --headless=new "$@"\n`;
  writeFileSync(join(folder, 'chromium'), script);
  chmodSync(join(folder, 'chromium'), 0o755);
  return folder;
}

test.describe('the window that the loopback host opens', () => {
  test.skip(process.platform !== 'linux', 'the browser is found in PATH on Linux only');
  let folder: string;
  let host: ChildProcess | undefined;

  test.beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'tapedeck-window-'))));
  test.afterEach(() => {
    host?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  });

  test('connects by a launch file that only its user reads, and its end is the end of the host', async () => {
    const dataDir = join(folder, 'data');
    const lines: string[] = [];
    host = spawn(process.execPath, [PROGRAM, '--data', dataDir], {
      env: { ...process.env, DISPLAY: ':99', PATH: `${headlessChromium(folder)}:${process.env['PATH']}` },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = new Promise<number | null>((resolve) => host?.on('exit', resolve));
    createInterface({ input: host.stdout! }).on('line', (line) => lines.push(line));

    // The launch file goes as soon as the page has connected with what it held.
    const windowFolder = join(dataDir, 'window');
    const launchFiles = () => readdirSync(windowFolder).filter((name) => name.startsWith('launch-'));
    await expect.poll(() => lines[0]).toBe('Tapedeck is open in Chromium. Closing its window ends it.');
    await expect.poll(launchFiles).toEqual([]);

    const args = readFileSync(join(folder, 'arguments'), 'utf8').split('\n');
    expect(args).toContain(`--user-data-dir=${join(windowFolder, 'profile')}`);
    expect(args.join(' ')).not.toContain('token');
    expect(args.includes('--no-sandbox')).toBe(process.getuid?.() === 0);
    expect(lines.some((line) => line.includes('without its sandbox'))).toBe(process.getuid?.() === 0);

    process.kill(browserOf(host), 'SIGTERM');
    expect(await exited).toBe(0);
  });

  test('is replaced by the printed address where there is no display', async () => {
    const { DISPLAY: _x, WAYLAND_DISPLAY: _w, ...env } = process.env;
    host = spawn(process.execPath, [PROGRAM, '--data', join(folder, 'data')], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = new Promise<number | null>((resolve) => host?.on('exit', resolve));
    const line = await new Promise<string>((resolve) =>
      createInterface({ input: host!.stdout! }).once('line', resolve),
    );
    expect(line).toMatch(/^Tapedeck is at http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/);
    host.kill('SIGINT');
    expect(await exited).toBe(0);
  });
});

/** The child of the host that is the browser. */
function browserOf(host: ChildProcess): number {
  const children = readFileSync(`/proc/${host.pid}/task/${host.pid}/children`, 'utf8');
  const pids = children.trim().split(' ').map(Number);
  return pids.find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--app='))!;
}
