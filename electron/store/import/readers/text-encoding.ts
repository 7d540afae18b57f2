import { open, type FileHandle } from 'node:fs/promises';

import { AppError } from '../../../../shared/lang/app-error.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

const CHUNK = 1 << 20;
const ALIASES: Readonly<Record<string, Encoding>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  ascii: 'utf-8',
  'utf-16': 'utf-16le',
  utf16: 'utf-16le',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  'windows-1252': 'windows-1252',
  cp1252: 'windows-1252',
  'latin-1': 'windows-1252',
  latin1: 'windows-1252',
  'iso-8859-1': 'windows-1252',
};

export function parseEncoding(text: string): Encoding {
  const encoding = ALIASES[text.toLowerCase().replaceAll('_', '-')];
  if (encoding === undefined)
    throw new AppError(
      'bad-request',
      `Encoding "${text}" is not known. Use utf-8, utf-16, utf-16le, utf-16be or windows-1252.`,
      { details: { option: 'encoding' } },
    );
  return encoding;
}

/** Guesses from a byte order mark, the pattern of zero bytes, and whether the bytes are valid UTF-8. */
export function detectEncoding(head: Uint8Array): { readonly encoding: Encoding; readonly markBytes: number } {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', markBytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', markBytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', markBytes: 2 };
  let even = 0;
  let odd = 0;
  head.forEach((byte, index) => {
    if (byte !== 0) return;
    if (index % 2 === 0) even++;
    else odd++;
  });
  if (odd > head.length / 4) return { encoding: 'utf-16le', markBytes: 0 };
  if (even > head.length / 4) return { encoding: 'utf-16be', markBytes: 0 };
  return { encoding: isUtf8(head) ? 'utf-8' : 'windows-1252', markBytes: 0 };
}

/** The last bytes may cut a character in two, so up to three of them are left out of the test. */
function isUtf8(head: Uint8Array): boolean {
  for (let cut = 0; cut <= 3; cut++) {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(head.subarray(0, Math.max(0, head.length - cut)));
      return true;
    } catch {
      continue;
    }
  }
  return false;
}

export function decodeHead(head: Uint8Array, encoding: Encoding, markBytes: number): string {
  return new TextDecoder(encoding).decode(head.subarray(markBytes));
}

/** Writes `from` again as plain UTF-8 without a mark, in constant memory. */
export async function transcode(from: string, to: string, encoding: Encoding): Promise<void> {
  const decoder = new TextDecoder(encoding);
  const input = await open(from, 'r');
  try {
    const output = await open(to, 'wx', 0o600);
    try {
      await pump(input, output, decoder);
    } finally {
      await output.close();
    }
  } finally {
    await input.close();
  }
}

async function pump(input: FileHandle, output: FileHandle, decoder: InstanceType<typeof TextDecoder>): Promise<void> {
  const buffer = new Uint8Array(CHUNK);
  for (;;) {
    const { bytesRead } = await input.read(buffer, 0, CHUNK);
    const text = decoder.decode(buffer.subarray(0, bytesRead), { stream: bytesRead > 0 });
    if (text !== '') await output.writeFile(text, 'utf8');
    if (bytesRead === 0) return;
  }
}
