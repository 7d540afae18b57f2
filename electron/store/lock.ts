import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { AppError } from '../../shared/lang/app-error.ts';
import { hasCode, type FsPort } from './fs-port.ts';
import type { StoreLayout } from './layout.ts';
import { isSameProcess, processIdentity } from './process-identity.ts';

/** The right to write to one data folder; held by at most one process. */
export interface WriterLock {
  /** Never fails: a lock that cannot be marked as released is stale when the process ends. */
  release(): Promise<void>;
}

interface Holder {
  readonly pid: number;
  readonly identity: string;
}

const RELEASED: Holder = { pid: 0, identity: '' };
const LOCK = /^writer-([1-9]\d{0,14})\.json$/;

/** Takes the writer's lock or throws `store-locked`. The lock is the highest `locks/writer-<n>.json`; it is held while the process named
 * in it (pid and start time) runs. Taking over is `link()` to `n + 1`, which only one of several takers can do; a taker that was
 * overtaken meanwhile sees a higher number and withdraws. A release leaves the file with pid 0, so that numbers never repeat. */
export async function acquireWriterLock(fs: FsPort, layout: StoreLayout): Promise<WriterLock> {
  await fs.makeFolder(layout.locks);
  const path = (number: number): string => join(layout.locks, `writer-${number}.json`);
  const mine: Holder = { pid: process.pid, identity: processIdentity(process.pid) ?? '' };
  const draft = join(layout.locks, `draft-${process.pid}-${randomUUID()}`);

  for (;;) {
    const numbers = await lockNumbers(fs, layout.locks);
    const highest = numbers.at(-1) ?? 0;
    const holder = highest === 0 ? RELEASED : await readHolder(fs, path(highest));
    if (holder === undefined) continue;
    if (isHeld(holder, path(highest))) throw lockedBy(holder, layout.dataDir);

    const taken = path(highest + 1);
    try {
      if (await take(fs, layout, draft, mine, highest + 1, taken)) {
        for (const number of numbers) await fs.remove(path(number));
        return { release: () => release(fs, draft, taken) };
      }
    } catch (error) {
      abandoned.add(taken);
      throw error;
    }
  }
}

/** One attempt at number `number`: false when another process took it or a higher one. */
async function take(
  fs: FsPort,
  layout: StoreLayout,
  draft: string,
  mine: Holder,
  number: number,
  path: string,
): Promise<boolean> {
  await fs.writeFile(draft, Buffer.from(JSON.stringify(mine)));
  try {
    await fs.link(draft, path);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await fs.remove(draft);
  }
  if ((await lockNumbers(fs, layout.locks)).at(-1) === number) return true;
  await fs.remove(path);
  return false;
}

/** Locks of this process that could not be marked as released, because the disk failed: nobody holds them all the same. */
const abandoned = new Set<string>();

async function release(fs: FsPort, draft: string, path: string): Promise<void> {
  try {
    await fs.writeFile(draft, Buffer.from(JSON.stringify(RELEASED)));
    await fs.rename(draft, path);
  } catch {
    abandoned.add(path);
  }
}

function isHeld(holder: Holder, path: string): boolean {
  if (holder.pid === 0 || !isSameProcess(holder.pid, holder.identity)) return false;
  return holder.pid !== process.pid || !abandoned.has(path);
}

async function lockNumbers(fs: FsPort, folder: string): Promise<number[]> {
  const numbers = (await fs.list(folder)).map((name) => Number(LOCK.exec(name)?.[1] ?? 0)).filter((n) => n > 0);
  return numbers.sort((a, b) => a - b);
}

/** `undefined` when the file went away meanwhile; a file that cannot be read as a lock was torn by a crash and is held by nobody. */
async function readHolder(fs: FsPort, path: string): Promise<Holder | undefined> {
  try {
    const value: unknown = JSON.parse(Buffer.from(await fs.readFile(path)).toString('utf8'));
    if (typeof value === 'object' && value !== null && 'pid' in value && 'identity' in value) {
      return { pid: Number(value.pid), identity: String(value.identity) };
    }
    return RELEASED;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    if (error instanceof SyntaxError) return RELEASED;
    throw error;
  }
}

function lockedBy(holder: Holder, dataDir: string): AppError {
  const who = holder.pid === process.pid ? 'this program' : `another Tapedeck (process ${holder.pid})`;
  const message = `${dataDir} is open for writing in ${who}. Close it there, or open the folder read-only.`;
  return new AppError('store-locked', message, { details: { dataDir, pid: holder.pid } });
}
