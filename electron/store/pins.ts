import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import { hasCode, type FsPort } from './fs-port.ts';
import type { StoreLayout } from './layout.ts';
import { isSameProcess, processIdentity } from './process-identity.ts';

/** A reader's mark on the manifest it reads: files of that manifest stay until it is released or its process ends. */
export interface Pin {
  readonly number: number;
  release(): Promise<void>;
}

const PIN = /^(\d+)@(\d+)@([^@]*)@/;

/** Pins a manifest by an empty file `<number>@<pid>@<process identity>@<random>`. A folder that cannot be written has no writer who
 * could remove anything, so it needs no pin; nor does the empty store. */
export async function pinManifest(fs: FsPort, layout: StoreLayout, number: number): Promise<Pin> {
  const identity = encodeURIComponent(processIdentity(process.pid) ?? '');
  const path = join(layout.pins, `${number}@${process.pid}@${identity}@${randomUUID()}`);
  if (number === 0) return unpinned(number);
  try {
    await fs.makeFolder(layout.pins);
    await fs.writeFile(path, new Uint8Array());
  } catch (error) {
    abandoned.add(basename(path));
    if (!hasCode(error, 'EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT')) throw error;
    return unpinned(number);
  }
  return { number, release: () => fs.remove(path).catch(() => void abandoned.add(basename(path))) };
}

/** Pins of this process that could not be written or removed, because the disk failed: they hold nothing. */
const abandoned = new Set<string>();

export function unpinned(number: number): Pin {
  return { number, release: () => Promise.resolve() };
}

/** Numbers of the manifests that running readers pin; pins of ended processes are removed. */
export async function pinnedManifests(fs: FsPort, layout: StoreLayout): Promise<ReadonlySet<number>> {
  const numbers = new Set<number>();
  for (const name of await fs.list(layout.pins)) {
    const match = abandoned.has(name) ? null : PIN.exec(name);
    if (match !== null && isSameProcess(Number(match[2]), decodeURIComponent(match[3] ?? ''))) {
      numbers.add(Number(match[1]));
    } else await fs.remove(join(layout.pins, name));
  }
  return numbers;
}

/** A pin that outlives its reader's move to another manifest for as long as loads that began before still run. */
export class HeldPin {
  readonly #pin: Pin;
  #holders = 0;
  #isRetired = false;

  constructor(pin: Pin) {
    this.#pin = pin;
  }

  hold(): void {
    this.#holders++;
  }

  async letGo(): Promise<void> {
    this.#holders--;
    if (this.#isRetired && this.#holders === 0) await this.#pin.release();
  }

  async retire(): Promise<void> {
    this.#isRetired = true;
    if (this.#holders === 0) await this.#pin.release();
  }
}
