import type { SeriesChange } from '../../../shared/store/operations.ts';
import type { StoredFile, StoredSeries } from '../manifest.ts';
import type { RowSpan } from '../reader.ts';

/** Counts what an operation takes from one series. */
export class ChangeTally {
  readonly #series: StoredSeries;
  #change: Pick<SeriesChange, 'from' | 'to' | 'files' | 'filesAfter' | 'rows' | 'bytes'> | undefined;

  constructor(series: StoredSeries) {
    this.#series = series;
  }

  /** A whole file, none in its place. */
  take(file: StoredFile): void {
    this.cut(file, file, 0);
  }

  /** Some rows of a file that is written anew as `filesAfter` files; without rows the file stays as it is. */
  cut(file: StoredFile, { rows, first, last }: RowSpan, filesAfter: number): void {
    if (rows === 0) return;
    const before = this.#change;
    this.#change = {
      from: before === undefined || first < before.from ? first : before.from,
      to: before === undefined || last > before.to ? last : before.to,
      files: (before?.files ?? 0) + 1,
      filesAfter: (before?.filesAfter ?? 0) + filesAfter,
      rows: (before?.rows ?? 0) + rows,
      bytes: (before?.bytes ?? 0) + Math.round((file.bytes * rows) / file.rows),
    };
  }

  /** Files that become one, all their rows kept. */
  join(run: readonly StoredFile[]): void {
    for (const [index, file] of run.entries()) this.cut(file, file, index === 0 ? 1 : 0);
  }

  /** None where nothing was taken. */
  changes(): SeriesChange[] {
    const { id, key } = this.#series;
    return this.#change === undefined ? [] : [{ ...key, id, ...this.#change }];
  }
}
