import type * as Library from '@duckdb/node-api';

let library: Promise<typeof Library> | undefined;

/** DuckDB's module, loaded on first use. Built programs hold its JavaScript as one file: reading the package's 180 takes twice as long as
 * loading the library itself. */
export function duckDbLibrary(): Promise<typeof Library> {
  library ??= import('@duckdb/node-api');
  return library;
}
