import { open } from 'node:fs/promises';

import { AppError } from '../../../../shared/lang/app-error.ts';
import type { ImportOptions } from '../../../../shared/store/import.ts';
import type { Database } from '../database.ts';
import type { RawTable } from '../raw-table.ts';
import { readDelimited } from './delimited.ts';
import { sniffDelimited, splitLine } from './delimited-sniff.ts';
import { looksLikeJson, looksLikeMessageLog, readJson } from './json-file.ts';
import { knownLayout } from './layouts.ts';
import { decodeHead, detectEncoding, parseEncoding, transcode } from './text-encoding.ts';

const HEAD_BYTES = 1 << 18;
const LAYOUT_ROWS = 50;
const DELIMITERS: Readonly<Record<string, string>> = {
  tab: '\t',
  '\\t': '\t',
  comma: ',',
  semicolon: ';',
  bar: '|',
  space: ' ',
};

/** Reads a staged text: CSV, TSV and their relatives, or JSON. `scratch` names new files next to it; `packing` says what it was unpacked from. */
export async function readText(
  database: Database,
  file: string,
  scratch: () => string,
  packing: string,
  options: ImportOptions,
): Promise<RawTable> {
  const { head, isWhole } = await readHead(file, HEAD_BYTES);
  const detected = detectEncoding(head);
  const encoding = options.encoding === undefined ? detected.encoding : parseEncoding(options.encoding);
  const text = decodeHead(head, encoding, detected.encoding === encoding ? detected.markBytes : 0);
  const isPlain = encoding === 'utf-8' && detected.markBytes === 0;
  let plain = file;
  if (!isPlain) await transcode(file, (plain = scratch()), encoding);
  if (looksLikeMessageLog(text))
    throw new AppError(
      'bad-file',
      'The file is a log of raw exchange messages. Write its trades or quotes as CSV or Parquet, one kind a file.',
    );
  if (looksLikeJson(text)) return readJson(database, plain, scratch(), text, packing);

  const given =
    options.delimiter === undefined ? undefined : (DELIMITERS[options.delimiter.toLowerCase()] ?? options.delimiter);
  if (given?.length === 0 || (given?.length ?? 1) > 1)
    throw new AppError(
      'bad-request',
      `Delimiter "${options.delimiter ?? ''}" is not one character. Give one, or tab.`,
      { details: { option: 'delimiter' } },
    );
  const form = sniffDelimited(text, isWhole, given);
  if (form === undefined)
    throw new AppError(
      'bad-file',
      'The text is no table: no comma, semicolon, tab or bar divides its lines into the same number of fields.',
      {
        details: { option: 'delimiter' },
      },
    );
  const rows = text.split(/\r\n|\n|\r/).slice(form.skip, form.skip + LAYOUT_ROWS);
  const whole = rows.filter((line) => line !== '').map((line) => splitLine(line, form.delimiter));
  const layout = knownLayout(form, isWhole ? whole : whole.slice(0, -1));
  const name = `CSV${packing}${encoding === 'utf-8' ? '' : `, ${encoding.toUpperCase()}`}`;
  return readDelimited(database, plain, form, { format: name, ...(layout === undefined ? {} : { layout }) });
}

export async function readHead(file: string, bytes: number): Promise<{ head: Uint8Array; isWhole: boolean }> {
  const handle = await open(file, 'r');
  try {
    const buffer = new Uint8Array(bytes);
    const { bytesRead } = await handle.read(buffer, 0, bytes, 0);
    const { size } = await handle.stat();
    return { head: buffer.subarray(0, bytesRead), isWhole: bytesRead >= size };
  } finally {
    await handle.close();
  }
}
