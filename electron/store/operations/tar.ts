/** The part of the tar format that backups use: regular files, ustar headers, pax records for what those cannot hold. Bytes follow from name and size
 * alone, so that a reader can compare a header instead of interpreting it. */

export const TAR_BLOCK = 512;

/** Two blocks of zeros end an archive. */
export const TAR_END_BYTES = 2 * TAR_BLOCK;

const LONGEST_NAME = 100;
/** Sizes from here on do not fit eleven octal digits. */
const LARGE = 8 ** 11;

/** Header of a file, with a pax header before it where its name is longer than 100 bytes or it is 8 GiB or larger. */
export function tarHeader(name: string, bytes: number): Buffer {
  const isLong = Buffer.byteLength(name) > LONGEST_NAME;
  const records = (isLong ? paxRecord('path', name) : '') + (bytes >= LARGE ? paxRecord('size', String(bytes)) : '');
  const shortName = isLong ? 'long-name' : name;
  const header = block(shortName, bytes >= LARGE ? 0 : bytes, '0');
  if (records === '') return header;
  const body = Buffer.from(records, 'utf8');
  return Buffer.concat([block('pax', body.length, 'x'), body, padding(body.length), header]);
}

/** Zeros that fill the last block of a file. */
export function padding(bytes: number): Buffer {
  return Buffer.alloc((TAR_BLOCK - (bytes % TAR_BLOCK)) % TAR_BLOCK);
}

/** Bytes that a file takes in an archive, header and padding included. */
export function tarSize(name: string, bytes: number): number {
  return tarHeader(name, bytes).length + Math.ceil(bytes / TAR_BLOCK) * TAR_BLOCK;
}

/** Name and size in a plain header without pax records; `undefined` for anything that {@link tarHeader} does not write. */
export function parseTarHeader(header: Uint8Array): { readonly name: string; readonly bytes: number } | undefined {
  if (header.length !== TAR_BLOCK) return undefined;
  const text = Buffer.from(header).toString('latin1');
  const name = text.slice(0, LONGEST_NAME).split('\0')[0] ?? '';
  const size = /^[0-7]{11}\0$/.test(text.slice(124, 136)) ? Number.parseInt(text.slice(124, 135), 8) : -1;
  if (name === '' || size < 0 || !tarHeader(name, size).equals(header)) return undefined;
  return { name, bytes: size };
}

/** `<length> <key>=<value>\n`, where the length counts itself. */
function paxRecord(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  if (String(length).length !== String(rest).length) length = rest + String(length).length;
  return `${length} ${key}=${value}\n`;
}

function block(name: string, bytes: number, type: '0' | 'x'): Buffer {
  const header = Buffer.alloc(TAR_BLOCK);
  const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, '0')}\0`;
  header.write(name, 0, 'utf8');
  header.write(octal(0o644, 7), 100);
  header.write(octal(0, 7), 108);
  header.write(octal(0, 7), 116);
  header.write(octal(bytes, 11), 124);
  header.write(octal(0, 11), 136);
  header.write(' '.repeat(8), 148);
  header.write(type, 156);
  header.write('ustar\0' + '00', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}
