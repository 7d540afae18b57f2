import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { benchFolder } from './bench-store.ts';
import { type Figures, medianMs } from './figure.ts';

const CLI = fileURLToPath(new URL('../../dist/electron/cli.js', import.meta.url));

const SESSION = {
  session_name: 'bench run',
  mode: 'backtest',
  data_streams: [{ type: 'bars', symbol: 'AAPL', interval: '1s' }],
  session_data_config: { data_upkeep: { enabled: true, derived_intervals: ['1m', '5m'] } },
};

/** The command line as a process of its own, from start to exit: 468,000 1s bars played, event log, result and manifest written. */
export async function runFigures(): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), 'tapedeck-bench-run-'));
  try {
    const session = join(folder, 'session.json');
    await writeFile(session, JSON.stringify(SESSION));
    const dataDir = await benchFolder();
    let runs = 0;
    const ms = await medianMs(async () => {
      const out = join(folder, `out-${++runs}`);
      const { bars } = await runCli(['--data', dataDir, 'run', session, '--out', out, '--json']);
      if (bars !== 468_000) throw new Error(`the run played ${bars} bars, not 468000`);
    });
    return { 'run.wholeProcess': { value: ms / 1_000, unit: 's', goal: 0.5 } };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runCli(args: readonly string[]): Promise<{ readonly bars: number }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [output, errors] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(output) as { bars: number });
      else reject(new Error(`tapedeck run ended with code ${code}: ${errors}`));
    });
  });
}
