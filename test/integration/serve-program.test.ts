import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chmodSync, writeFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { tempDir } from '../support/temp-dir.ts';

const PROGRAM = new URL('../../dist/electron/serve.js', import.meta.url).pathname;

/** Runs the host to its end. */
function run(...args: string[]): Promise<{ code: number | null; output: string; errors: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.on('close', (code) => resolve({ code, output, errors }));
  });
}

describe('the loopback host as a program', () => {
  it('says how it is called when it is called wrongly', async () => {
    for (const args of [['--port', 'x'], ['--port', '70000'], ['--unknown'], ['stray']]) {
      const { code, output, errors } = await run(...args);
      expect([args, code, output]).toEqual([args, 2, '']);
      expect(errors).toContain('Usage: serve.js');
    }
  });

  it('does not take a port that another program has, and says so', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, output, errors } = await run('--no-open', '--port', String(port), '--data', await tempDir());
    other.close();
    expect([code, output]).toEqual([1, '']);
    expect(errors).toMatch(`Port ${port} cannot be used`);
    expect(errors).toContain('--port');
  });

  it('ends with the reason when the data folder is none', async () => {
    const file = join(await tempDir(), 'file');
    writeFileSync(file, '');
    chmodSync(file, 0o600);
    const { code, output, errors } = await run('--no-open', '--data', file);
    expect([code, output]).toEqual([1, '']);
    expect(errors).toContain(file);
  });
});
