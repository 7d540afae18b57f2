import { sqlText } from '../sql.ts';

export { sqlText };

/** A quoted identifier. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A list of string literals for `IN (...)` or `[...]`. */
export function sqlTexts(values: readonly string[]): string {
  return values.map(sqlText).join(', ');
}
