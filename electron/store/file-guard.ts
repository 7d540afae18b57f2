import { join } from 'node:path';
import { AppError } from '../../shared/lang/app-error.ts';
import type { CancelSignal } from '../../shared/lang/cancel.ts';
import { seriesId, type SeriesKey } from '../../shared/market/series.ts';
import { formatIso } from '../../shared/market/time.ts';
import type { FsPort } from './fs-port.ts';
import type { StoredFile } from './manifest.ts';

export type Damage = 'missing' | 'altered';

/** Stands between the manifest and every read of a stored file: the first open of a file in a process checks its SHA-256, later ones that it
 * was not touched since. DuckDB itself would return a flipped bit as a price. */
export class FileGuard {
  readonly #fs: FsPort;
  readonly #dataDir: string;
  /** Path to the stat id under which its hash was last found right. */
  readonly #verified = new Map<string, string>();
  /** Path to the stat id under which its hash was found wrong. */
  readonly #altered = new Map<string, string>();
  /** Files that are being opened: parts of one are asked for at the same time, and it is hashed once. */
  readonly #opening = new Map<string, Promise<Damage | undefined>>();

  constructor(fs: FsPort, dataDir: string) {
    this.#fs = fs;
    this.#dataDir = dataDir;
  }

  /** What can be told of a file without reading it: missing, of another size, or found altered before and not touched since. */
  async glance(file: StoredFile): Promise<Damage | undefined> {
    const path = join(this.#dataDir, file.path);
    const stat = await this.#fs.stat(path);
    if (stat === undefined) return 'missing';
    const isAltered = !stat.isFile || stat.bytes !== file.bytes || this.#altered.get(path) === stat.id;
    return isAltered ? 'altered' : undefined;
  }

  /** What is wrong with a file, `undefined` when it is exactly what the manifest says. With `again`, it is hashed whatever was found before.
   * Throws `cancelled` soon after `signal` was raised. */
  async inspect(file: StoredFile, again = false, signal?: CancelSignal): Promise<Damage | undefined> {
    const path = join(this.#dataDir, file.path);
    const stat = await this.#fs.stat(path);
    if (stat === undefined) return 'missing';
    if (!stat.isFile || stat.bytes !== file.bytes) return 'altered';
    const mark = `${stat.id}:${file.sha256}`;
    if (!again && this.#verified.get(path) === mark) return undefined;
    if ((await this.#fs.hashFile(path, signal)) !== file.sha256) {
      this.#altered.set(path, stat.id);
      return 'altered';
    }
    this.#verified.set(path, mark);
    return undefined;
  }

  /** Absolute path of a file that is as it was stored; throws `store-damaged` for one that is not. */
  async open(key: SeriesKey, file: StoredFile): Promise<string> {
    const name = `${file.path} ${file.sha256}`;
    const opening = this.#opening.get(name) ?? this.inspect(file).finally(() => this.#opening.delete(name));
    this.#opening.set(name, opening);
    const damage = await opening;
    if (damage !== undefined) throw damaged(key, file, damage);
    return join(this.#dataDir, file.path);
  }
}

function damaged(key: SeriesKey, file: StoredFile, damage: Damage): AppError {
  const message =
    `${seriesId(key)} is damaged from ${formatIso(file.first)} to ${formatIso(file.last)}: ${file.path} is ${damage}. ` +
    `Import the data of that range again, or restore a backup; "tapedeck verify" lists all damage.`;
  const details = { path: file.path, reason: damage, symbol: key.symbol, from: file.first, to: file.last };
  return new AppError('store-damaged', message, { details });
}
