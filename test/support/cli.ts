import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../dist/electron/cli.js', import.meta.url));

/** The window, which `serve` needs, is built before the suites that look at one. */
export const isWindowBuilt = existsSync(fileURLToPath(new URL('../../dist/renderer/index.html', import.meta.url)));

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The document on standard output. Throws when it is not exactly one. */
  readonly json: <T = Record<string, unknown>>() => T;
}

/** The built command line on a data folder of its own. */
export class CliFolder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async make(): Promise<CliFolder> {
    if (!existsSync(CLI)) throw new Error(`${CLI} is not built. Run \`npm run build\` first; \`npm test\` does.`);
    return new CliFolder(await mkdtemp(join(tmpdir(), 'tapedeck-cli-')));
  }

  get dataDir(): string {
    return join(this.path, 'data');
  }

  /** Runs one command to its end. */
  run(...args: readonly string[]): Promise<CliResult> {
    return this.start(...args).result;
  }

  start(...args: readonly string[]): { readonly process: ChildProcess; readonly result: Promise<CliResult> } {
    const child = spawn(process.execPath, [CLI, '--data', this.dataDir, ...args], {
      cwd: this.path,
      env: { ...process.env },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const result = new Promise<CliResult>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => {
        resolve({
          code,
          stdout,
          stderr,
          json: <T>() => {
            if (stdout === '') throw new Error(`no document on standard output; standard error: ${stderr}`);
            return JSON.parse(stdout) as T;
          },
        });
      });
    });
    return { process: child, result };
  }

  remove(): Promise<void> {
    return rm(this.path, { recursive: true, force: true });
  }
}
