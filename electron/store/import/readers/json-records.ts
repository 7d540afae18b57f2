import { AppError } from '../../../../shared/lang/app-error.ts';

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
/** A key that can only be a symbol, not the name of a field. */
const SYMBOL = /^[A-Z0-9][A-Z0-9./:_-]{0,30}$/;

/** Numbers of 16 digits and more lose their last digits in a double, so they are read as text. */
export function parseJson(text: string): unknown {
  return JSON.parse(text.replace(/([:[,]\s*)(-?\d{16,})(?=\s*[,\]}])/g, '$1"$2"'));
}

/** `undefined` when the value holds no rows. Lists that stand side by side under their symbols are one list, with the symbol in each row;
 * throws `bad-file` for others of one form, of which no one can be chosen. */
export function recordsIn(value: unknown): JsonRecords | undefined {
  const lists = listsIn(value, MAX_DEPTH);
  const [list] = lists;
  if (list === undefined) return undefined;
  if (lists.length === 1) return recordsOf(value, list.rows, SYMBOL.test(list.key) ? { symbol: list.key } : {});
  const names = lists.map(({ key }) => key);
  if (!list.isNamed || !names.every((name) => SYMBOL.test(name)))
    throw new AppError(
      'bad-file',
      `The JSON holds several lists of rows (${names.slice(0, 8).join(', ')}). Write a file for each.`,
    );
  const rows = lists.flatMap((one) => one.rows.map((row) => (isObject(row) ? { symbol: one.key, ...row } : row)));
  return recordsOf(value, rows);
}

function recordsOf(
  value: unknown,
  found: readonly unknown[],
  around: Readonly<Record<string, string>> = {},
): JsonRecords {
  const texts = Object.entries(isObject(value) ? value : {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const beside = { ...around, ...Object.fromEntries(texts) };
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

interface List {
  /** Name that the list stands under; empty at the top. */
  readonly key: string;
  readonly rows: readonly unknown[];
  readonly isNamed: boolean;
}

/** The largest list of rows, and those beside it whose first rows have the same form. */
function listsIn(value: unknown, depth: number, key = ''): readonly List[] {
  if (Array.isArray(value)) {
    const rows = value as readonly unknown[];
    const isNamed = isObject(rows[0]);
    return isNamed || Array.isArray(rows[0]) ? [{ key, rows, isNamed }] : [];
  }
  if (!isObject(value) || depth === 0) return [];
  const own: List[] = [];
  let best: readonly List[] = [];
  for (const [name, inner] of Object.entries(value)) {
    const lists = listsIn(inner, depth - 1, name);
    if (Array.isArray(inner)) own.push(...lists);
    else if (longest(lists) > longest(best)) best = lists;
  }
  if (longest(own) < longest(best)) return best;
  const [largest] = own.toSorted((a, b) => b.rows.length - a.rows.length);
  return largest === undefined ? [] : own.filter((list) => formOf(list) === formOf(largest));
}

function longest(lists: readonly List[]): number {
  return Math.max(0, ...lists.map(({ rows }) => rows.length));
}

function formOf({ rows: [first] }: List): string {
  return isObject(first) ? JSON.stringify(Object.keys(first).sort()) : `array of ${(first as unknown[]).length}`;
}
