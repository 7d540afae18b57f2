import type { Database } from '../database.ts';

const ROWS = 400;

/** A column of `raw`. */
interface SampledColumn {
  readonly id: string;
  readonly type: string;
}

/** The first rows of a file as text, to recognise columns and formats by. */
export class Sample {
  readonly #columns: ReadonlyMap<string, readonly string[]>;

  private constructor(columns: ReadonlyMap<string, readonly string[]>) {
    this.#columns = columns;
  }

  /** `from` is `raw` or a part of it. */
  static async take(database: Database, columns: readonly SampledColumn[], from = 'raw'): Promise<Sample> {
    if (columns.length === 0) return new Sample(new Map());
    const list = columns
      .map(({ id, type }) => (type === 'BLOB' ? `'' AS ${id}` : `${id}::VARCHAR AS ${id}`))
      .join(', ');
    const values = await database.columns(`SELECT ${list} FROM ${from} LIMIT ${ROWS}`);
    return new Sample(
      new Map(
        columns.map(({ id }, index) => [
          id,
          (values[index] ?? []).map((value) => (typeof value === 'string' ? value : '')),
        ]),
      ),
    );
  }

  /** Values of one column in file order; empty text for a null. */
  all(column: Pick<SampledColumn, 'id'>): readonly string[] {
    return this.#columns.get(column.id) ?? [];
  }

  /** As {@link all}, without the empty ones. */
  of(column: Pick<SampledColumn, 'id'>): readonly string[] {
    return this.all(column).filter((value) => value.trim() !== '');
  }
}
