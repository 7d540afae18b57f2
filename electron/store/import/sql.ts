import { sqlText } from '../sql.ts';

export { sqlText };

/** A quoted identifier. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A path for `read_parquet` and `read_csv`: characters that would glob are escaped. */
export function sqlPath(path: string): string {
  return sqlText(path.replace(/[[*?]/g, '[$&]'));
}

/** A list of string literals for `IN (...)` or `[...]`. */
export function sqlTexts(values: readonly string[]): string {
  return values.map(sqlText).join(', ');
}
