import { existsSync, readFileSync } from 'node:fs';
import { access, constants, statfs } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { freemem, totalmem } from 'node:os';
import { dirname, join } from 'node:path';

import { byteText, count } from '../../shared/lang/number-text.ts';
import type { DoctorLine } from '../../shared/ipc/contract.ts';
import { readJson } from './atomic-file.ts';
import { appVersion } from './version.ts';
import { findBrowser, hasDisplay } from '../serve/find-browser.ts';
import { duckDbVersion } from '../store/duckdb.ts';
import { healthPath, StoreHealth } from '../store/health.ts';
import { openStore } from '../store/store.ts';

/** Below this an import of a month of seconds may not fit. */
const LEAST_DISK = 2e9;
const FULLEST_DISK = 0.8;
const LEAST_MEMORY = 2e9;
const LEAST_NODE = [20, 19] as const;

/** What the program stands on, each part with its state or what to do about it. Changes nothing, opens the store read-only. */
export async function doctorLines(dataDir: string): Promise<DoctorLine[]> {
  return [
    { name: 'Tapedeck', ok: true, value: appVersion() },
    nodeLine(),
    await duckDbLine(),
    await folderLine(dataDir),
    await storeLine(dataDir),
    electronLine(),
    browserLine(),
    await diskLine(dataDir),
    memoryLine(),
  ];
}

function nodeLine(): DoctorLine {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
  return line('Node', ok, process.versions.node, `Install Node ${LEAST_NODE.join('.')} or newer.`);
}

async function duckDbLine(): Promise<DoctorLine> {
  try {
    return line('DuckDB', true, await duckDbVersion(), '');
  } catch (error) {
    return line('DuckDB', false, messageOf(error), 'Run: npm ci');
  }
}

async function folderLine(dataDir: string): Promise<DoctorLine> {
  const name = 'data folder';
  const existing = nearestFolder(dataDir);
  try {
    await access(existing, constants.W_OK);
    return line(name, true, existing === dataDir ? dataDir : `${dataDir}, made on first import`, '');
  } catch {
    return line(name, false, dataDir, `${existing} cannot be written. Change its rights, or name another with --data.`);
  }
}

async function storeLine(dataDir: string): Promise<DoctorLine> {
  try {
    const store = await openStore({ dataDir, mode: 'read' });
    try {
      const series = await store.catalogue();
      const files = store.files();
      const health = new StoreHealth(await readJson(healthPath(dataDir)));
      const damaged = [...health.damaged(files), ...series.filter((it) => it.damaged === true)];
      const rows = series.reduce((sum, it) => sum + it.rows, 0);
      const bytes = series.reduce((sum, it) => sum + it.bytes, 0);
      const value = `${count(series.length)} series, ${count(rows)} rows, ${byteText(bytes)}${checkedText(health.coverage(files), files.length)}`;
      const symbols = [...new Set(damaged.map(({ symbol }) => symbol))].join(', ');
      return line('store', damaged.length === 0, value, `Files of ${symbols} are damaged. Run: tapedeck verify`);
    } finally {
      await store.close();
    }
  } catch (error) {
    return line('store', false, messageOf(error), 'Restore the data folder from a backup.');
  }
}

/** `; 12 of 12 files compared with their hashes since 2025-06-30`, nothing of an empty store. */
function checkedText({ checked, oldest }: ReturnType<StoreHealth['coverage']>, files: number): string {
  if (files === 0) return '';
  const since = oldest === undefined ? '' : ` since ${new Date(oldest).toISOString().slice(0, 10)}`;
  return `; ${count(checked)} of ${count(files)} files compared with their hashes${since}`;
}

/** The other host does the same work, so that its absence is no fault. */
function electronLine(): DoctorLine {
  const running = process.versions['electron'];
  if (running !== undefined) return line('Electron', true, running, '');
  const path = electronPath();
  return line('Electron', true, path ?? 'not installed; the window opens in a browser', '');
}

function electronPath(): string | undefined {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
    const name = readFileSync(join(folder, 'path.txt'), 'utf8');
    const path = join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist'), name);
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

function browserLine(): DoctorLine {
  const browser = findBrowser();
  const value = browser === undefined ? 'not found' : `${browser.name}, ${browser.path}`;
  const ok = browser !== undefined || electronPath() !== undefined;
  const display = hasDisplay() ? '' : '; no display: `npm start` prints the address';
  return line('browser', ok, `${value}${display}`, 'Install Chromium, Chrome or Edge.');
}

async function diskLine(dataDir: string): Promise<DoctorLine> {
  const { bavail, blocks, bfree, bsize } = await statfs(nearestFolder(dataDir));
  const free = bavail * bsize;
  const used = 1 - bfree / Math.max(1, blocks);
  const value = `${byteText(free)} free, ${Math.round(used * 100)} % used`;
  return line(
    'disk',
    free >= LEAST_DISK && used <= FULLEST_DISK,
    value,
    'Free space, or move the data folder with --data.',
  );
}

function memoryLine(): DoctorLine {
  const value = `${byteText(freemem())} free of ${byteText(totalmem())}`;
  return line('memory', totalmem() >= LEAST_MEMORY, value, 'Runs of many symbols at one second need 2 GB.');
}

function nearestFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path));
}

function line(name: string, ok: boolean, value: string, remedy: string): DoctorLine {
  return ok ? { name, ok, value } : { name, ok, value, remedy };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
