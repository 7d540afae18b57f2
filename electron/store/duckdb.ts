import type { DuckDBConnection, DuckDBDataChunk, DuckDBInstance, DuckDBValue } from '@duckdb/node-api';
import { duckDbLibrary } from './duckdb-library.ts';
import { escapeGlob, sqlText } from './sql.ts';

/** A locked-down DuckDB of its own: in memory, no network, no extensions, no files but in the folders it is given. It runs one
 * statement at a time, in order of call; each is prepared, so that no text can hold a second statement, but for those that lock it down. */
export interface DuckDb {
  run(sql: string, values?: readonly DuckDBValue[]): Promise<void>;
  /** All rows of a small result. */
  rows(sql: string, values?: readonly DuckDBValue[]): Promise<DuckDBValue[][]>;
  /** Hands over the result chunk by chunk, in order, without keeping it. A chunk is valid during the call only. */
  stream(sql: string, onChunk: (chunk: DuckDBDataChunk) => void | Promise<void>): Promise<void>;
  /** As {@link stream}, of a small result, which is ready in whole before the first chunk is handed over: DuckDB works on it while this thread does
   * something else. */
  collect(sql: string, onChunk: (chunk: DuckDBDataChunk) => void): Promise<void>;
  /** Several statements that nothing may come between, with the same methods of the argument. */
  exclusive<T>(work: (db: DuckDbSession) => Promise<T>): Promise<T>;
  /** A new connection of the same instance, for filling tables from memory; the caller closes it. */
  connection(): DuckDBConnection;
  /** Stops the statement that runs; it rejects. */
  interrupt(): void;
  /** Interrupts, waits for what runs, and frees everything. */
  close(): Promise<void>;
}

export type DuckDbSession = Pick<DuckDb, 'run' | 'rows' | 'stream' | 'collect' | 'connection'>;

export interface DuckDbOptions {
  /** Folders that SQL may read and write files in. */
  readonly allowed: readonly string[];
  /** Where DuckDB spills; absent: it may not spill. */
  readonly tempDir?: string;
  readonly memoryLimit?: string;
  readonly threads?: number;
}

/** Opens an instance and locks it down in the order of `reliability.md`: what is set later can no longer undo what was set before. DuckDB's
 * module is loaded here, on first use. */
export async function openDuckDb(options: DuckDbOptions): Promise<DuckDb> {
  const { DuckDBInstance } = await duckDbLibrary();
  const instance = await DuckDBInstance.create(':memory:');
  try {
    const connection = await instance.connect();
    // In one text: a turn of the event loop for each would take as long as all of them. One that fails ends it, and the instance is closed.
    await connection.run(lockDown(options).join(';\n'));
    return serialised(instance, connection, sessionOn(connection));
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

/** Version of the library, loaded to ask it. */
export async function duckDbVersion(): Promise<string> {
  return (await duckDbLibrary()).version();
}

function lockDown(options: DuckDbOptions): string[] {
  const given = [...options.allowed, ...(options.tempDir === undefined ? [] : [options.tempDir])];
  // A path to read is checked as the pattern it is written as, then as the file it names.
  const folders = new Set(given.flatMap((folder) => [folder, escapeGlob(folder)]));
  return [
    `SET memory_limit = ${sqlText(options.memoryLimit ?? '1GB')}`,
    `SET threads = ${options.threads ?? 2}`,
    `SET temp_directory = ${sqlText(options.tempDir ?? '')}`,
    ...(options.tempDir === undefined ? [] : [`SET max_temp_directory_size = '16GB'`]),
    `SET TimeZone = 'UTC'`,
    `SET enable_progress_bar = false`,
    `SET preserve_insertion_order = true`,
    // Files are in the system's cache already, and a footer is read in less than a millisecond: DuckDB's own caches keep some of each of thousands.
    `SET parquet_metadata_cache = false`,
    `SET enable_external_file_cache = false`,
    `SET autoinstall_known_extensions = false`,
    `SET autoload_known_extensions = false`,
    `SET allow_community_extensions = false`,
    `SET allow_persistent_secrets = false`,
    `SET disabled_filesystems = 'HTTPFileSystem'`,
    `SET allowed_directories = [${Array.from(folders, sqlText).join(', ')}]`,
    `SET enable_external_access = false`,
    `SET lock_configuration = true`,
  ];
}

function sessionOn(connection: DuckDBConnection): DuckDbSession {
  const prepared = async <T>(
    sql: string,
    values: readonly DuckDBValue[],
    use: (statement: Awaited<ReturnType<DuckDBConnection['prepare']>>) => Promise<T>,
  ): Promise<T> => {
    const statement = await connection.prepare(sql);
    try {
      if (values.length > 0) statement.bind([...values]);
      return await use(statement);
    } finally {
      statement.destroySync();
    }
  };
  return {
    run: (sql, values = []) => prepared(sql, values, async (statement) => void (await statement.run())),
    rows: (sql, values = []) => prepared(sql, values, async (statement) => (await statement.run()).getRows()),
    stream: (sql, onChunk) =>
      prepared(sql, [], async (statement) => {
        const result = await statement.stream();
        for (;;) {
          const chunk = await result.fetchChunk();
          if (chunk === null || chunk.rowCount === 0) return;
          const pending = onChunk(chunk);
          if (pending !== undefined) await pending;
        }
      }),
    collect: (sql, onChunk) =>
      prepared(sql, [], async (statement) => {
        const result = await statement.run();
        for (let index = 0; index < result.chunkCount; index++) onChunk(result.getChunk(index));
      }),
    connection: () => connection,
  };
}

function serialised(instance: DuckDBInstance, connection: DuckDBConnection, session: DuckDbSession): DuckDb {
  let tail: Promise<unknown> = Promise.resolve();
  let isClosed = false;
  const exclusive = <T>(work: (db: DuckDbSession) => Promise<T>): Promise<T> => {
    const turn = tail.then(() => {
      if (isClosed) throw new Error('INTERRUPT: the store is closed');
      return work(session);
    });
    tail = turn.catch(() => undefined);
    return turn;
  };
  return {
    run: (sql, values) => exclusive((db) => db.run(sql, values)),
    rows: (sql, values) => exclusive((db) => db.rows(sql, values)),
    stream: (sql, onChunk) => exclusive((db) => db.stream(sql, onChunk)),
    collect: (sql, onChunk) => exclusive((db) => db.collect(sql, onChunk)),
    exclusive,
    connection: () => connection,
    interrupt: () => connection.interrupt(),
    async close() {
      if (isClosed) return;
      isClosed = true;
      connection.interrupt();
      await tail;
      connection.closeSync();
      instance.closeSync();
    },
  };
}
