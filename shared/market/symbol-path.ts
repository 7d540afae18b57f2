/** Symbols are any text (A1); folder names are a reversible, path-safe form: upper-case letters, digits, `-`, `_` and inner `.` stay,
 * every other UTF-8 byte becomes `%XX`. Lower-case letters are escaped, so that `btc` and `BTC` stay apart on disks that ignore case. */
const SAFE = /^[A-Za-z0-9_-]$/;

function utf8(text: string): number[] {
  return Array.from(unescapeUtf8(encodeURIComponent(text)));
}

function* unescapeUtf8(encoded: string): Generator<number> {
  for (let i = 0; i < encoded.length; i++) {
    if (encoded[i] === '%') {
      yield Number.parseInt(encoded.slice(i + 1, i + 3), 16);
      i += 2;
    } else yield encoded.charCodeAt(i);
  }
}

export function symbolToPath(symbol: string): string {
  let path = '';
  const bytes = utf8(symbol);
  bytes.forEach((byte, index) => {
    const char = String.fromCharCode(byte);
    const isInnerDot = char === '.' && index > 0 && index < bytes.length - 1;
    const isLower = byte >= 0x61 && byte <= 0x7a;
    path += (SAFE.test(char) && !isLower) || isInnerDot ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
  return path;
}

/** Inverse of {@link symbolToPath}; `undefined` for text that it could not have made. */
export function symbolFromPath(path: string): string | undefined {
  try {
    const symbol = decodeURIComponent(path);
    return symbolToPath(symbol) === path ? symbol : undefined;
  } catch {
    return undefined;
  }
}
