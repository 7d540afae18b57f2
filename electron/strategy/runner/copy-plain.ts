import { AppError } from '../../../shared/lang/app-error.ts';

/** A deep copy of plain data: JSON values, `undefined`, numbers of every kind, typed arrays, Map and Set. Throws `bad-request` for
 * anything else and names where it is. */
export function copyPlain(value: unknown, path = 'state'): unknown {
  if (typeof value === 'function' || typeof value === 'symbol') throw notPlain(path, typeof value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item, index) => copyPlain(item, `${path}[${index}]`));
  if (value instanceof Map)
    return new Map([...value].map(([key, item]) => [copyPlain(key, path), copyPlain(item, `${path}[${String(key)}]`)]));
  if (value instanceof Set) return new Set([...value].map((item) => copyPlain(item, path)));
  if (ArrayBuffer.isView(value) && 'slice' in value) return (value as Float64Array).slice();
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw notPlain(path, value.constructor.name);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyPlain(item, `${path}.${key}`)]));
}

function notPlain(path: string, what: string): AppError {
  return new AppError(
    'bad-request',
    `${path} of saveState is a ${what}, which cannot be kept. Save numbers, text, lists and plain objects.`,
  );
}
