import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline/promises';

/** The rows of a CSV file one after the other, its head left out. */
export class PlayedLines {
  readonly #lines: AsyncIterator<string>;
  readonly #input: ReturnType<typeof createReadStream>;
  /** Number of the row last taken, from 1. */
  row = 0;

  constructor(path: string) {
    this.#input = createReadStream(path, 'utf8');
    this.#lines = createInterface({ input: this.#input, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();
  }

  /** Takes the head. Rejects when the file cannot be read. */
  async open(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#input.once('error', reject);
      this.#input.once('open', () => resolve());
    });
    await this.#lines.next();
  }

  async next(): Promise<string | undefined> {
    const line = await this.#lines.next();
    if (line.done === true) return undefined;
    this.row++;
    return line.value;
  }

  close(): void {
    this.#input.destroy();
  }
}
