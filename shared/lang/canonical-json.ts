/** JSON text that equal values share: keys in ascending order, `undefined` left out. Numbers in their shortest decimal form. Values are
 * plain data: what JSON has, without methods. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

/** A replacer would be called for every number of a column: columns are left as they are, and so is all that stands in order already. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.some((inner) => typeof inner === 'object') ? value.map(sorted) : value;
  const fields = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(fields);
  if (isOrdered(fields, keys)) return fields;
  const ordered: Record<string, unknown> = {};
  for (const key of keys.sort()) ordered[key] = sorted(fields[key]);
  return ordered;
}

function isOrdered(fields: Readonly<Record<string, unknown>>, keys: readonly string[]): boolean {
  let last = '';
  for (const key of keys) {
    const inner = fields[key];
    if (key < last || (typeof inner === 'object' && sorted(inner) !== inner)) return false;
    last = key;
  }
  return true;
}
