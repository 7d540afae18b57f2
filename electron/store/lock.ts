import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { AppError } from '../../shared/lang/app-error.ts';
import { hasCode, type FsPort } from './fs-port.ts';
import type { StoreLayout } from './layout.ts';
import { isSameProcess, processIdentity } from './process-identity.ts';

/** The right to write to one data folder; held by at most one process. */
export interface WriterLock {
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
    if (holder.pid !== 0 && isSameProcess(holder.pid, holder.identity)) throw lockedBy(holder, layout.dataDir);

    await fs.writeFile(draft, Buffer.from(JSON.stringify(mine)));
    try {
      await fs.link(draft, path(highest + 1));
    } catch (error) {
      if (hasCode(error, 'EEXIST')) continue;
      throw error;
    } finally {
      await fs.remove(draft);
    }
    if ((await lockNumbers(fs, layout.locks)).at(-1) !== highest + 1) {
      await fs.remove(path(highest + 1));
      continue;
    }
    for (const number of numbers) await fs.remove(path(number));
    return {
      async release() {
        await fs.writeFile(draft, Buffer.from(JSON.stringify(RELEASED)));
        await fs.rename(draft, path(highest + 1));
      },
    };
  }
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
