/** JSON text that equal values share: keys in ascending order, `undefined` left out. Numbers in their shortest decimal form. Values are
 * plain data: what JSON has, without methods. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

/** A replacer would be called for every number of a column: columns are left as they are. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.some((inner) => typeof inner === 'object') ? value.map(sorted) : value;
  const ordered: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) ordered[key] = sorted((value as Record<string, unknown>)[key]);
  return ordered;
}
