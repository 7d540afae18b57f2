import { stat } from 'node:fs/promises';

import { AppError } from '../../../../shared/lang/app-error.ts';
import type { Rejection } from '../../../../shared/store/import.ts';
import type { Database } from '../database.ts';
import { markNumbers } from '../inference/number-columns.ts';
import { Sample } from '../inference/sample.ts';
import type { KnownLayout, RawColumn, RawTable } from '../raw-table.ts';
import { sqlPath, sqlText } from '../sql.ts';
import { delimiterName, type DelimitedForm } from './delimited-sniff.ts';

const MAX_LINE_BYTES = 1 << 20;
/** 20,000 of them took DuckDB's reader more than its memory. */
const MAX_COLUMNS = 2_000;

/** Smaller texts are read sooner than they are looked at. */
const READ_BYTES = 4 << 20;
const REJECTS = `store_rejects = true, rejects_table = 'raw_rejects', rejects_scan = 'raw_scans'`;
/** Of a text whose numbers are read: with more it is read as text, where all are listed. */
const MOST_REJECTS = 1_000;

/** One text of a table: a file, or a member of an archive whose name tells its symbol. */
export interface DelimitedPart {
  /** Staged, UTF-8. */
  readonly file: string;
  readonly symbol?: string;
}

export interface DelimitedOptions {
  readonly format: string;
  readonly layout?: KnownLayout;
  readonly symbol?: RawTable['facts']['symbol'];
  /** Cells stay as they are written. */
  readonly asText?: boolean;
}

/** Loads delimited texts of one form into the table `raw`, every cell as it is written but for prices and sizes of a large text, which are read as
 * doubles where all of them can be: later steps take half of the time. Lines with too many fields are counted, not guessed at; lines with too few
 * get empty cells at their end, which the checks of values then see. */
export async function readDelimited(
  database: Database,
  parts: readonly DelimitedPart[],
  form: DelimitedForm,
  options: DelimitedOptions,
): Promise<RawTable> {
  if (form.width > MAX_COLUMNS)
    throw new AppError('bad-file', `The file has ${form.width} columns; at most ${MAX_COLUMNS} are read.`);
  const ids = Array.from({ length: form.width }, (_, index) => `c${index}`);
  const hasSymbols = parts.some(({ symbol }) => symbol !== undefined);
  const symbolId = `c${form.width}`;
  const texts: RawColumn[] = ids.map((id, index) => ({
    id,
    name: form.names?.[index] ?? `column ${index + 1}`,
    type: 'VARCHAR',
  }));
  const scans = parts.map(
    ({ file, symbol }) =>
      `SELECT *${hasSymbols ? `, ${sqlText(symbol ?? '')} AS ${symbolId}` : ''} FROM ${scanOf(file, form, texts, REJECTS)}`,
  );
  const written = options.asText === true ? undefined : await writtenIn(database, parts, form, texts);
  const numbers = written === undefined ? [] : markNumbers(texts, written, form.names !== undefined, options.layout);
  const isRead = numbers.some((column) => column.isRead) && (await loadNumbers(database, parts, form, numbers));
  if (!isRead) await load(database, scans);
  await database.run('CREATE OR REPLACE TEMP VIEW raw AS SELECT rowid AS _row, * FROM raw_rows');
  const [counts] = await database.rows<{ n: number }>('SELECT count(*)::DOUBLE AS n FROM raw_rows');
  const columns = isRead ? numbers : texts;
  return {
    format: `${options.format}, ${delimiterName(form.delimiter)}`,
    columns: hasSymbols ? [...columns, { id: symbolId, name: 'symbol', type: 'VARCHAR' }] : columns,
    rows: counts?.n ?? 0,
    malformed: await malformedLines(database, form),
    ...(isRead && written !== undefined ? { written } : {}),
    ...(options.layout === undefined ? {} : { layout: options.layout }),
    facts: {
      hasNames: form.names !== undefined,
      decimalComma: form.decimalComma,
      evidence: form.evidence,
      ...(options.symbol === undefined ? {} : { symbol: options.symbol }),
    },
  };
}

/** Fills `raw_rows`, and `raw_rejects` with the lines that are not in it. */
async function load(database: Database, scans: readonly string[]): Promise<void> {
  for (const table of ['raw_rows', 'raw_rejects', 'raw_scans']) await database.run(`DROP TABLE IF EXISTS ${table}`);
  await database.run(`CREATE TEMP TABLE raw_rows AS ${scans.join(' UNION ALL ')}`);
}

/** As {@link load}, for one text; answers whether the cells of all columns of numbers are numbers or empty. */
async function loadNumbers(
  database: Database,
  [part]: readonly DelimitedPart[],
  form: DelimitedForm,
  columns: readonly RawColumn[],
): Promise<boolean> {
  if (part === undefined) return false;
  const rejects = `${REJECTS}, rejects_limit = ${MOST_REJECTS}`;
  await load(database, [`SELECT * FROM ${scanOf(part.file, form, columns, rejects)}`]);
  const [found] = await database.rows<{ rejects: number; casts: number }>(
    `SELECT count(*)::DOUBLE AS rejects, count(*) FILTER (error_type::VARCHAR = 'CAST')::DOUBLE AS casts FROM raw_rejects`,
  );
  return found !== undefined && found.casts === 0 && found.rejects < MOST_REJECTS;
}

/** The first rows of a large text; `undefined` for any other, and for decimals that are written with a comma. */
async function writtenIn(
  database: Database,
  [part, ...others]: readonly DelimitedPart[],
  form: DelimitedForm,
  columns: readonly RawColumn[],
): Promise<Sample | undefined> {
  if (part === undefined || others.length > 0 || part.symbol !== undefined || form.decimalComma) return undefined;
  if ((await stat(part.file)).size < READ_BYTES) return undefined;
  return Sample.take(database, columns, scanOf(part.file, form, columns, 'ignore_errors = true'));
}

/** Reads numbers as numbers, other columns as they are written. */
function scanOf(file: string, form: DelimitedForm, columns: readonly RawColumn[], errors: string): string {
  const types = columns
    .map(({ id, isRead }) => `${sqlText(id)}: '${isRead === true ? 'DOUBLE' : 'VARCHAR'}'`)
    .join(', ');
  const comment = form.comment === undefined ? '' : `, comment = ${sqlText(form.comment)}`;
  return `read_csv(${sqlPath(file)}, auto_detect = false, header = false, skip = ${form.skip - form.skippedComments},
    delim = ${sqlText(form.delimiter)}, quote = '"', escape = '"', columns = {${types}}, null_padding = true,
    max_line_size = ${MAX_LINE_BYTES}${comment}, ${errors})`;
}

async function malformedLines(database: Database, form: DelimitedForm): Promise<Rejection[]> {
  const rejects = await database.rows<{ n: number; line: number; type: string }>(
    `SELECT count(*)::DOUBLE AS n, min(line)::DOUBLE AS line, type
     FROM (SELECT DISTINCT scan_id, file_id, line, error_type::VARCHAR AS type FROM raw_rejects) GROUP BY type ORDER BY line`,
  );
  return rejects.map(({ n, line, type }) => ({
    reason: type === 'TOO MANY COLUMNS' ? 'more fields than columns' : `unreadable line (${type.toLowerCase()})`,
    rows: n,
    firstRow: Math.max(1, line - form.skip),
  }));
}
