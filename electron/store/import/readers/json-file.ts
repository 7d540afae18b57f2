import { createReadStream } from 'node:fs';
import { open, readFile, stat, type FileHandle } from 'node:fs/promises';
import { createInterface } from 'node:readline';

import { AppError } from '../../../../shared/lang/app-error.ts';
import type { Database } from '../database.ts';
import type { RawTable } from '../raw-table.ts';
import { readDelimited } from './delimited.ts';
import type { DelimitedForm } from './delimited-sniff.ts';
import { cell, isObject, namesOf, parseJson, recordsIn, type JsonRecords } from './json-records.ts';
import { knownLayout } from './layouts.ts';

/** A document is parsed as a whole; JSON lines have no such limit. */
const MAX_DOCUMENT_BYTES = 128 * 1024 ** 2;
const FLUSH_CHARACTERS = 1 << 20;
const SYMBOL_KEYS = ['ticker', 'symbol', 'pair', 'instrument'];

export function looksLikeJson(head: string): boolean {
  return /^\s*[[{]/.test(head);
}

/** A log of web-socket messages: a receive time, then the message. */
export function looksLikeMessageLog(head: string): boolean {
  return /^\d{13,19} \{"(stream|e|type|channel)"/.test(head);
}

/** Reads a staged UTF-8 JSON document or JSON lines, by way of a delimited copy that `scratch` names. */
export async function readJson(
  database: Database,
  file: string,
  scratch: string,
  head: string,
  packing: string,
): Promise<RawTable> {
  const isLines = isJsonLines(head);
  const output = await open(scratch, 'wx', 0o600);
  let written: {
    names?: readonly string[];
    width: number;
    sample: string[][];
    beside: Readonly<Record<string, string>>;
  };
  try {
    written = isLines ? await writeLines(file, output) : await writeDocument(file, output);
  } finally {
    await output.close();
  }
  const form: DelimitedForm = {
    delimiter: ',',
    skip: 0,
    skippedComments: 0,
    ...(written.names === undefined ? {} : { names: written.names }),
    width: written.width,
    decimalComma: false,
    evidence: [],
  };
  const layout = knownLayout(form, written.sample);
  const key = SYMBOL_KEYS.find((name) => (written.beside[name] ?? '') !== '');
  const symbol =
    key === undefined
      ? undefined
      : { value: written.beside[key] ?? '', evidence: `The JSON names "${written.beside[key] ?? ''}".` };
  const raw = await readDelimited(database, [{ file: scratch }], form, {
    format: '',
    ...(layout === undefined ? {} : { layout }),
    ...(symbol === undefined ? {} : { symbol }),
  });
  return { ...raw, format: `${isLines ? 'JSON lines' : 'JSON'}${packing}` };
}

/** The first line is a whole value, and another follows. */
function isJsonLines(head: string): boolean {
  const [first = '', second = ''] = head.trimStart().split(/\r?\n/, 2);
  if (second.trim() === '') return false;
  try {
    JSON.parse(first);
    return true;
  } catch {
    return false;
  }
}

async function writeDocument(file: string, output: FileHandle) {
  const { size } = await stat(file);
  if (size > MAX_DOCUMENT_BYTES)
    throw new AppError(
      'bad-file',
      `The JSON document is larger than ${MAX_DOCUMENT_BYTES / 1024 ** 2} MB. Write it as JSON lines, CSV or Parquet.`,
    );
  let records: JsonRecords | undefined;
  try {
    records = recordsIn(parseJson(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new AppError(
      'bad-file',
      `The JSON is damaged or cut short (${cause instanceof Error ? cause.message.slice(0, 120) : ''}).`,
      { cause },
    );
  }
  if (records === undefined) throw new AppError('bad-file', 'The JSON holds no list of rows.');
  const rows = new RowWriter(output);
  for (const row of records.rows) await rows.write(row);
  await rows.end();
  const width = records.names?.length ?? records.rows[0]?.length ?? 0;
  return {
    ...(records.names === undefined ? {} : { names: records.names }),
    width,
    sample: rows.sample,
    beside: records.beside,
  };
}

async function writeLines(file: string, output: FileHandle) {
  const rows = new RowWriter(output);
  let names: readonly string[] | undefined;
  let width = 0;
  const ahead: unknown[] = [];
  const writeValue = async (value: unknown): Promise<void> => {
    if (names === undefined)
      await rows.write(Array.from({ length: width }, (_, index) => cell((value as unknown[] | undefined)?.[index])));
    else await rows.write(names.map((name) => (isObject(value) ? cell(value[name]) : undefined)));
  };
  const begin = async (): Promise<void> => {
    if (isObject(ahead[0])) {
      names = namesOf(ahead);
      width = names.length;
    } else width = Math.max(...ahead.map((value) => (Array.isArray(value) ? value.length : 0)));
    for (const value of ahead.splice(0)) await writeValue(value);
  };
  let begun = false;
  for await (const line of createInterface({
    input: createReadStream(file, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    if (line.trim() === '') continue;
    const value = parseLine(line);
    if (begun) await writeValue(value);
    else if (ahead.push(value) >= 1_000) {
      await begin();
      begun = true;
    }
  }
  if (!begun) await begin();
  await rows.end();
  return { ...(names === undefined ? {} : { names }), width, sample: rows.sample, beside: {} };
}

/** A line that is no JSON becomes a row of empty cells, which the checks of values count. */
function parseLine(line: string): unknown {
  try {
    return parseJson(line);
  } catch {
    return undefined;
  }
}

/** Writes rows as RFC 4180 text in large pieces and keeps the first ones. */
class RowWriter {
  readonly sample: string[][] = [];
  readonly #output: FileHandle;
  #text = '';

  constructor(output: FileHandle) {
    this.#output = output;
  }

  async write(row: readonly (string | undefined)[]): Promise<void> {
    if (this.sample.length < 50) this.sample.push(row.map((value) => value ?? ''));
    this.#text += `${row.map((value) => (value === undefined ? '' : /[",\r\n]/.test(value) || value === '' ? `"${value.replaceAll('"', '""')}"` : value)).join(',')}\n`;
    if (this.#text.length > FLUSH_CHARACTERS) await this.end();
  }

  async end(): Promise<void> {
    const text = this.#text;
    this.#text = '';
    if (text !== '') await this.#output.writeFile(text, 'utf8');
  }
}
