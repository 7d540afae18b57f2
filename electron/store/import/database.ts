import type { DuckDBConnection, DuckDBDataChunk, DuckDBPreparedStatement, DuckDBValue, JS } from '@duckdb/node-api';

import { openDuckDb, type DuckDb } from '../duckdb.ts';
import { sqlName } from './sql.ts';

/** One connection to a locked-down DuckDB, with the tables and views of one foreign file. Statements are prepared, so that no text
 * can hold a second one. */
export class Database {
  readonly #db: DuckDb;
  readonly #connection: DuckDBConnection;

  private constructor(db: DuckDb) {
    this.#db = db;
    this.#connection = db.connection();
  }

  /** The caller closes it. */
  static async open(options: Parameters<typeof openDuckDb>[0]): Promise<Database> {
    return new Database(await openDuckDb(options));
  }

  /** Drops every table and view that was made. */
  async clear(): Promise<void> {
    const made = await this.rows<{ name: string; kind: string }>(
      `SELECT view_name AS name, 'VIEW' AS kind FROM duckdb_views() WHERE temporary AND NOT internal
       UNION ALL SELECT table_name, 'TABLE' FROM duckdb_tables() WHERE temporary AND NOT internal`,
    );
    for (const { name, kind } of made) await this.run(`DROP ${kind} IF EXISTS ${sqlName(name)}`);
  }

  async run(sql: string, values: readonly DuckDBValue[] = []): Promise<void> {
    await this.#with(sql, values, (statement) => statement.run());
  }

  /** Rows as objects: for small results only. Cast 64-bit integers to DOUBLE in the query, they come as bigint otherwise. */
  async rows<Row extends object>(sql: string, values: readonly DuckDBValue[] = []): Promise<Row[]> {
    const reader = await this.#with(sql, values, (statement) => statement.runAndReadAll());
    return reader.getRowObjectsJS() as unknown as Row[];
  }

  /** Columns of a result too long for objects. */
  async columns(sql: string): Promise<readonly (readonly JS[])[]> {
    return (await this.#with(sql, [], (statement) => statement.runAndReadAll())).getColumnsJS();
  }

  /** Hands over a result chunk by chunk, in order, without keeping it. */
  stream(sql: string, onChunk: (chunk: DuckDBDataChunk) => void): Promise<void> {
    return this.#db.stream(sql, onChunk);
  }

  /** For filling tables from memory; belongs to this database. */
  get connection(): DuckDBConnection {
    return this.#connection;
  }

  async close(): Promise<void> {
    await this.#db.close();
  }

  async #with<T>(
    sql: string,
    values: readonly DuckDBValue[],
    use: (statement: DuckDBPreparedStatement) => Promise<T>,
  ): Promise<T> {
    const statement = await this.#connection.prepare(sql);
    try {
      if (values.length > 0) statement.bind([...values]);
      return await use(statement);
    } finally {
      statement.destroySync();
    }
  }
}
