import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = new URL('../../', import.meta.url);

/** Bundles a TypeScript file of the tests, so that a plain Node process can run it; answers the path of the bundle. */
export async function bundleChild(name: string): Promise<string> {
  const output = fileURLToPath(new URL(`.cache/test/${process.pid}-${name}.mjs`, root));
  await mkdir(new URL('.cache/test/', root), { recursive: true });
  const input = fileURLToPath(new URL(`test/support/${name}.ts`, root));
  const bundle = await rolldown({ input, platform: 'node', external: [/^[^./]/, /node_modules/], logLevel: 'silent' });
  await bundle.write({ file: output, format: 'esm', codeSplitting: false });
  await bundle.close();
  return output;
}

export interface ChildEnd {
  readonly lines: readonly string[];
  readonly signal: NodeJS.Signals | null;
  readonly code: number | null;
  readonly errors: string;
}

/** Runs a bundle in a Node process of its own to its end, however that comes. */
export function runChild(bundle: string, ...args: readonly string[]): Promise<ChildEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bundle, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()));
    child.stderr.on('data', (bytes: Buffer) => (errors += bytes.toString()));
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ lines: output.split('\n').filter(Boolean), code, signal, errors }));
  });
}
