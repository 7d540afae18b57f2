// Run by the build: does what the command line is there for, and keeps the code that V8 compiled for it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { type CompiledProgram, loadProgram } from './cli/compiled-program.ts';
import type { main } from './cli/main.ts';

const SESSION = {
  session_name: 'compile',
  mode: 'backtest',
  data_streams: [
    { type: 'bars', symbol: 'AAPL', interval: '1s' },
    { type: 'quotes', symbol: 'AAPL' },
  ],
  session_data_config: { data_upkeep: { enabled: true, derived_intervals: ['1m', '5m'] } },
  strategy: { name: 'sma-cross' },
};

const besideThis = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'tapedeck-compile-'));
try {
  const data = join(folder, 'data');
  // In a process of its own: V8 throws away what was compiled and not run for a while.
  execFileSync(process.execPath, [besideThis('./cli.js'), '--data', data, '--quiet', 'sample']);
  const session = join(folder, 'session.json');
  writeFileSync(session, JSON.stringify(SESSION));
  const load = (): CompiledProgram<{ readonly main: typeof main }> => loadProgram(besideThis('./cli-program.cjs'));
  const program = load();
  const output = ['--out', join(folder, 'out'), '--report', join(folder, 'report.html')];
  const code = await program.exports.main(['--data', data, '--quiet', '--json', 'run', session, ...output]);
  if (code !== 0) throw new Error(`the run ended with code ${code}`);
  program.keep();
  if (!load().isKept) throw new Error('V8 refuses the code that it has just made');
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
