import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { type Page, expect } from '@playwright/test';

/** A built program: `serve.js`, `cli.js`. */
export const built = (name: string): string => fileURLToPath(new URL(`../../dist/electron/${name}`, import.meta.url));

/** A loopback host for one test: its address, and what ends it. */
export interface WindowHost {
  readonly url: string;
  close(): Promise<void>;
}

export async function openHost(dataDir: string): Promise<WindowHost> {
  const host: ChildProcess = spawn(process.execPath, [built('serve.js'), '--no-open', '--data', dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve) => createInterface({ input: host.stdout! }).once('line', resolve));
  return {
    url: (JSON.parse(line) as { url: string }).url,
    close: async () => {
      const exited = new Promise((resolve) => host.on('exit', resolve));
      host.kill('SIGINT');
      await exited;
    },
  };
}

export interface DroppedFile {
  readonly name: string;
  readonly content: Buffer;
}

/** Drops files on the window as a file manager would. */
export async function dropFiles(page: Page, files: readonly DroppedFile[]): Promise<void> {
  const contents = files.map(({ name, content }) => ({ name, base64: content.toString('base64') }));
  const transfer = await page.evaluateHandle((dropped) => {
    const list = new DataTransfer();
    for (const { name, base64 } of dropped) {
      list.items.add(new File([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], name));
    }
    return list;
  }, contents);
  // A page that has only just been loaded may not listen yet: files are let go when it says that it takes them.
  await expect(async () => {
    for (const type of ['dragenter', 'dragover']) await page.dispatchEvent('body', type, { dataTransfer: transfer });
    await expect(page.getByText('Drop to import', { exact: true })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

/** Opens a session by its configuration, from any view. */
export async function openSession(page: Page, config: object): Promise<void> {
  await page.getByRole('link', { name: 'Replay' }).click();
  await page.getByRole('button', { name: 'New session' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Session' });
  await dialog.getByRole('textbox', { name: 'Configuration' }).fill(JSON.stringify(config));
  await dialog.getByRole('button', { name: 'Open session' }).click();
  await expect(dialog).toBeHidden();
}

/** The session clock in seconds since the epoch. */
export async function sessionClock(page: Page): Promise<number> {
  const iso = await page.getByRole('status', { name: 'Session clock' }).getAttribute('data-iso');
  return Date.parse(iso ?? '') / 1_000;
}

/** Everything the page reports as an error from now on. */
export function faultsOf(page: Page): readonly string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  return faults;
}
