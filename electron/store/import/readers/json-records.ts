/** The rows inside a JSON value: an array of arrays, or of objects, at the top or a few levels down. */

export interface JsonRecords {
  /** `undefined` for rows that are arrays: their columns have no names. */
  readonly names?: readonly string[];
  readonly rows: readonly (readonly (string | undefined)[])[];
  /** Texts beside the rows, such as the ticker of an answer. */
  readonly beside: Readonly<Record<string, string>>;
}

const MAX_DEPTH = 4;
const MAX_NAMES = 200;

/** Numbers of 16 digits and more lose their last digits in a double, so they are read as text. */
export function parseJson(text: string): unknown {
  return JSON.parse(text.replace(/([:[,]\s*)(-?\d{16,})(?=\s*[,\]}])/g, '$1"$2"'));
}

/** `undefined` when the value holds no rows. */
export function recordsIn(value: unknown): JsonRecords | undefined {
  const found = largestArray(value, MAX_DEPTH);
  if (found === undefined) return undefined;
  const beside = isObject(value)
    ? Object.fromEntries(
        Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
      )
    : {};
  const first = found[0];
  if (Array.isArray(first)) {
    const width = Math.max(...found.slice(0, 1_000).map((row) => (Array.isArray(row) ? row.length : 0)));
    return { rows: found.map((row) => (Array.isArray(row) ? cells(row, width) : [])), beside };
  }
  const names = namesOf(found);
  return { names, rows: found.map((row) => (isObject(row) ? names.map((name) => cell(row[name])) : [])), beside };
}

/** Names of plain values among the first rows, in order of appearance. */
export function namesOf(rows: readonly unknown[]): string[] {
  const names = new Set<string>();
  for (const row of rows.slice(0, 1_000)) {
    if (!isObject(row)) continue;
    for (const [name, value] of Object.entries(row)) if (typeof value !== 'object' || value === null) names.add(name);
  }
  return Array.from(names).slice(0, MAX_NAMES);
}

export function cell(value: unknown): string | undefined {
  return typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : undefined;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function cells(row: readonly unknown[], width: number): (string | undefined)[] {
  return Array.from({ length: width }, (_, index) => cell(row[index]));
}

function largestArray(value: unknown, depth: number): readonly unknown[] | undefined {
  if (Array.isArray(value))
    return value.length > 0 && (Array.isArray(value[0]) || isObject(value[0])) ? value : undefined;
  if (!isObject(value) || depth === 0) return undefined;
  return Object.values(value)
    .map((inner) => largestArray(inner, depth - 1))
    .filter((inner) => inner !== undefined)
    .sort((a, b) => b.length - a.length)[0];
}
