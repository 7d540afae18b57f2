import { open } from 'node:fs/promises';

import { AppError } from '../../../../shared/lang/app-error.ts';
import type { ImportOptions } from '../../../../shared/store/import.ts';
import type { Database } from '../database.ts';
import type { KnownLayout, RawTable } from '../raw-table.ts';
import { readDelimited } from './delimited.ts';
import { isComment, sniffDelimited, splitLine, type DelimitedForm } from './delimited-sniff.ts';
import { looksLikeJson, looksLikeMessageLog, readJson } from './json-file.ts';
import { knownLayout } from './layouts.ts';
import { decodeHead, detectEncoding, parseEncoding, transcode, type Encoding } from './text-encoding.ts';

const HEAD_BYTES = 1 << 18;
const LAYOUT_ROWS = 500;
const DELIMITERS: Readonly<Record<string, string>> = {
  tab: '\t',
  '\\t': '\t',
  comma: ',',
  semicolon: ';',
  bar: '|',
  space: ' ',
};

/** A text in UTF-8, with its beginning. */
export interface PlainText {
  readonly file: string;
  readonly head: string;
  /** `head` is all of it. */
  readonly isWhole: boolean;
  readonly encoding: Encoding;
}

/** Reads a staged text: CSV, TSV and their relatives, or JSON. `scratch` names new files next to it; `packing` says what it was unpacked from. */
export async function readText(
  database: Database,
  file: string,
  scratch: () => string,
  packing: string,
  options: ImportOptions,
  asText = false,
): Promise<RawTable> {
  const text = await plainText(file, scratch, options);
  if (looksLikeMessageLog(text.head))
    throw new AppError(
      'bad-file',
      'The file is a log of raw exchange messages. Write its trades or quotes as CSV or Parquet, one kind a file.',
    );
  if (looksLikeJson(text.head)) return readJson(database, text.file, scratch(), text.head, packing);
  const { form, layout } = tableForm(text, options);
  const name = `CSV${packing}${text.encoding === 'utf-8' ? '' : `, ${text.encoding.toUpperCase()}`}`;
  return readDelimited(database, [{ file: text.file }], form, {
    format: name,
    asText,
    ...(layout === undefined ? {} : { layout }),
  });
}

/** The text itself when it is plain UTF-8, else a copy that is. */
export async function plainText(file: string, scratch: () => string, options: ImportOptions): Promise<PlainText> {
  const { head, isWhole } = await readHead(file, HEAD_BYTES);
  const detected = detectEncoding(head);
  const encoding = options.encoding === undefined ? detected.encoding : parseEncoding(options.encoding);
  const text = decodeHead(head, encoding, detected.encoding === encoding ? detected.markBytes : 0);
  if (encoding === 'utf-8' && detected.markBytes === 0) return { file, head: text, isWhole, encoding };
  const copy = scratch();
  await transcode(file, copy, encoding);
  return { file: copy, head: text, isWhole, encoding };
}

/** Throws `bad-file` for a text that is no table. */
export function tableForm(
  { head, isWhole }: PlainText,
  options: ImportOptions,
): { readonly form: DelimitedForm; readonly layout: KnownLayout | undefined; readonly rows: readonly string[][] } {
  const form = sniffDelimited(head, isWhole, givenDelimiter(options));
  if (form === undefined)
    throw new AppError(
      'bad-file',
      'The text is no table: no comma, semicolon, tab or bar divides its lines into the same number of fields.',
      { details: { option: 'delimiter' } },
    );
  const lines = head.split(/\r\n|\n|\r/).slice(form.skip, form.skip + LAYOUT_ROWS);
  const isRow = (line: string): boolean => line !== '' && !isComment(line, form.comment);
  const cells = lines.filter(isRow).map((line) => splitLine(line, form.delimiter));
  const rows = isWhole ? cells : cells.slice(0, -1);
  return { form, layout: knownLayout(form, rows), rows };
}

function givenDelimiter({ delimiter }: ImportOptions): string | undefined {
  if (delimiter === undefined) return undefined;
  const given = DELIMITERS[delimiter.toLowerCase()] ?? delimiter;
  if (given.length === 1) return given;
  throw new AppError('bad-request', `Delimiter "${delimiter}" is not one character. Give one, or tab.`, {
    details: { option: 'delimiter' },
  });
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
