import type { DuckDBDataChunk } from '@duckdb/node-api';
import { ensure, invariant } from '../../shared/lang/invariant.ts';
import { seriesId, type SeriesKey } from '../../shared/market/series.ts';
import { ColumnSink } from './column-sink.ts';
import type { DuckDb } from './duckdb.ts';
import { STORED_COLUMNS } from './schema.ts';
import { readParquet } from './sql.ts';
import type { FileWindow, WindowColumns } from './window-cache.ts';

/** Row groups of one statement at most: their rows are in memory twice for a moment, and are copied without a pause. */
const MOST_TOGETHER = 4;

interface Wanted {
  readonly db: DuckDb;
  readonly key: SeriesKey;
  readonly window: FileWindow;
  readonly path: string;
  readonly done: (columns: WindowColumns) => void;
  readonly failed: (reason: unknown) => void;
}

/** Decodes row groups. Neighbours that are asked for at the same time, or while others are being decoded, are read by one statement: to plan one
 * and to read the file's footer takes half as long as to decode a row group. */
export class WindowDecoder {
  readonly #wanted: Wanted[] = [];
  #isAtWork = false;

  /** Columns of a row group of a file that lies at `path`, in the order of the schema. */
  decode(db: DuckDb, key: SeriesKey, window: FileWindow, path: string): Promise<WindowColumns> {
    return new Promise((done, failed) => {
      this.#wanted.push({ db, key, window, path, done, failed });
      if (!this.#isAtWork) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#isAtWork = true;
    // What else is asked for in this turn goes along; more comes while the first is at work.
    await Promise.resolve();
    while (this.#wanted.length > 0) {
      const together = this.#takeNeighbours();
      try {
        const decoded = await decodeAll(together);
        together.forEach(({ done }, index) => done(ensure(decoded[index], 'columns of a row group')));
      } catch (error) {
        for (const { failed } of together) failed(error);
      }
    }
    this.#isAtWork = false;
  }

  /** The one that was asked for first and those of its file that follow it without a gap, ascending. */
  #takeNeighbours(): Wanted[] {
    const first = ensure(this.#wanted[0], 'a row group that is wanted');
    const together: Wanted[] = [];
    for (let next: Wanted | undefined = first; next !== undefined && together.length < MOST_TOGETHER;) {
      const { endRow }: FileWindow = next.window;
      together.push(next);
      this.#wanted.splice(this.#wanted.indexOf(next), 1);
      next = this.#wanted.find(({ path, window }) => path === first.path && window.firstRow === endRow);
    }
    return together;
  }
}

async function decodeAll(together: readonly Wanted[]): Promise<WindowColumns[]> {
  const { db, key, path } = ensure(together[0], 'a row group');
  const windows = together.map(({ window }) => window);
  const sinks = windows.map(({ firstRow, endRow }) => new ColumnSink(key.kind, endRow - firstRow));
  const names = STORED_COLUMNS[key.kind].map(({ name }) => name).join(', ');
  const roomIn = (at: number): number => {
    const { firstRow, endRow } = ensure(windows[at], 'a row group for more rows');
    return endRow - firstRow - ensure(sinks[at], 'sink of a row group').rows;
  };
  let at = 0;
  const add = (chunk: DuckDBDataChunk): void => {
    for (let from = 0; from < chunk.rowCount;) {
      while (roomIn(at) === 0) at += 1;
      const count = Math.min(chunk.rowCount - from, roomIn(at));
      sinks[at]?.add(chunk, from, count);
      from += count;
    }
  };
  await db.collect(`SELECT ${names} FROM ${rowsOf(path, windows)}`, add);
  invariant(
    windows.every((_, index) => roomIn(index) === 0),
    `${seriesId(key)} came back with fewer rows than its file holds`,
  );
  return sinks.map((sink) => {
    const columns = sink.finish();
    assertSorted(key, ensure(columns[0], 'times'));
    return columns;
  });
}

function rowsOf(path: string, windows: readonly FileWindow[]): string {
  const { file, firstRow } = ensure(windows[0], 'a row group');
  const { endRow } = ensure(windows.at(-1), 'a row group');
  if (firstRow === 0 && endRow === file.rows) return readParquet([path]);
  return `${readParquet([path], ', file_row_number = true')} WHERE file_row_number >= ${firstRow} AND file_row_number < ${endRow}`;
}

function assertSorted(key: SeriesKey, time: Float64Array): void {
  for (let i = 1; i < time.length; i++) {
    if ((time[i] as number) < (time[i - 1] as number)) {
      throw new Error(`invariant: ${seriesId(key)} came back unsorted at row ${i}: ${time[i]} after ${time[i - 1]}`);
    }
  }
}
