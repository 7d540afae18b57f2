import { createRequire } from 'node:module';
import type * as Library from '@duckdb/node-api';

let library: typeof Library | undefined;

/** DuckDB's module, loaded on first use. By `require`: `import` reads every CommonJS file of the package twice, which takes twice as long
 * (0.8 s against 0.4 s on the same loaded machine). */
export function duckDbLibrary(): typeof Library {
  library ??= createRequire(import.meta.url)('@duckdb/node-api') as typeof Library;
  return library;
}
