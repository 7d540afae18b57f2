import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

/**
 * @typedef {object} Outcome
 * @property {number} code Exit code; 1 when ended by a signal or not started at all.
 * @property {string} output Standard output and error in order of arrival; empty when they were passed through.
 */

/**
 * Runs a program to its end. Never rejects: a program that cannot start is an outcome with code 1.
 * @param {string} command
 * @param {string[]} args
 * @param {{ capture?: boolean, timeoutMs?: number, env?: Record<string, string | undefined> }} [options]
 * @returns {Promise<Outcome>}
 */
export function run(command, args, { capture = false, timeoutMs, env = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: capture ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    if (timeoutMs !== undefined) {
      timer = setTimeout(() => {
        output += `\nended after ${timeoutMs / 1000} s without finishing\n`;
        child.kill('SIGKILL');
      }, timeoutMs);
    }
    const finish = (/** @type {number} */ code) => {
      clearTimeout(timer);
      resolve({ code, output });
    };
    child.on('error', (error) => {
      output += `${command}: ${error.message}\n`;
      finish(1);
    });
    child.on('close', (code) => finish(code ?? 1));
  });
}

/**
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export const runNode = (args, options) => run(process.execPath, args, options);

/**
 * Runs a long-lived program in the foreground with the terminal's input, passing on signals.
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<{ code: number, elapsedMs: number }>}
 */
export function runInForeground(command, args) {
  const startedAt = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit' });
    let stopping = false;
    for (const signal of /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.on(signal, () => {
        stopping = true;
        const terminalTellsBoth = signal === 'SIGINT' && process.stdin.isTTY;
        if (!terminalTellsBoth) child.kill(signal);
      });
    }
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      resolve({ code: 1, elapsedMs: Date.now() - startedAt });
    });
    child.on('close', (code) => resolve({ code: stopping ? 0 : (code ?? 1), elapsedMs: Date.now() - startedAt }));
  });
}
