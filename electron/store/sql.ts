/** Text as an SQL literal. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A path as a pattern that matches only itself. */
export function escapeGlob(path: string): string {
  return path.replace(/[[*?]/g, '[$&]');
}

/** `read_parquet` of exactly these files, in this order: names are escaped so that a folder called `[x]*` cannot glob, and folder
 * names never become columns. */
export function readParquet(paths: readonly string[], options = ''): string {
  const literals = paths.map((path) => sqlText(escapeGlob(path)));
  return `read_parquet([${literals.join(', ')}], hive_partitioning = false${options})`;
}

/** An instant in microseconds as an SQL expression. */
export function sqlInstant(micros: number): string {
  return `make_timestamptz(${micros})`;
}
