/** Throws when the program itself is wrong. The message carries the values; never use it for input from outside. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`invariant: ${message}`);
}

/** Narrows away `undefined`, for lookups that the surrounding code guarantees. */
export function ensure<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`invariant: ${what} is undefined`);
  return value;
}
