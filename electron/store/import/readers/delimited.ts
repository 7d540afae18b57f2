import { AppError } from '../../../../shared/lang/app-error.ts';
import type { Rejection } from '../../../../shared/store/import.ts';
import type { Database } from '../database.ts';
import type { KnownLayout, RawColumn, RawTable } from '../raw-table.ts';
import { sqlPath, sqlText } from '../sql.ts';
import { delimiterName, type DelimitedForm } from './delimited-sniff.ts';

const MAX_LINE_BYTES = 1 << 20;
/** 20,000 of them took DuckDB's reader more than its memory. */
const MAX_COLUMNS = 2_000;

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
}

/** Loads delimited texts of one form into the table `raw`, every cell as it is written. Lines with too many fields are counted, not
 * guessed at; lines with too few get empty cells at their end, which the checks of values then see. */
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
  await database.run('DROP TABLE IF EXISTS raw_rows');
  await database.run('DROP TABLE IF EXISTS raw_rejects');
  await database.run('DROP TABLE IF EXISTS raw_scans');
  const scans = parts.map(
    ({ file, symbol }) =>
      `SELECT *${hasSymbols ? `, ${sqlText(symbol ?? '')} AS ${symbolId}` : ''} FROM ${scanOf(file, form, ids)}`,
  );
  await database.run(`CREATE TEMP TABLE raw_rows AS ${scans.join(' UNION ALL ')}`);
  await database.run('CREATE OR REPLACE TEMP VIEW raw AS SELECT rowid AS _row, * FROM raw_rows');
  const [counts] = await database.rows<{ n: number }>('SELECT count(*)::DOUBLE AS n FROM raw_rows');
  const columns: RawColumn[] = ids.map((id, index) => ({
    id,
    name: form.names?.[index] ?? `column ${index + 1}`,
    type: 'VARCHAR',
  }));
  return {
    format: `${options.format}, ${delimiterName(form.delimiter)}`,
    columns: hasSymbols ? [...columns, { id: symbolId, name: 'symbol', type: 'VARCHAR' }] : columns,
    rows: counts?.n ?? 0,
    malformed: await malformedLines(database, form),
    ...(options.layout === undefined ? {} : { layout: options.layout }),
    facts: {
      hasNames: form.names !== undefined,
      decimalComma: form.decimalComma,
      evidence: form.evidence,
      ...(options.symbol === undefined ? {} : { symbol: options.symbol }),
    },
  };
}

function scanOf(file: string, form: DelimitedForm, ids: readonly string[]): string {
  const types = ids.map((id) => `${sqlText(id)}: 'VARCHAR'`).join(', ');
  const comment = form.comment === undefined ? '' : `, comment = ${sqlText(form.comment)}`;
  return `read_csv(${sqlPath(file)}, auto_detect = false, header = false, skip = ${form.skip - form.skippedComments},
    delim = ${sqlText(form.delimiter)}, quote = '"', escape = '"', columns = {${types}}, null_padding = true,
    store_rejects = true, rejects_table = 'raw_rejects', rejects_scan = 'raw_scans', max_line_size = ${MAX_LINE_BYTES}${comment})`;
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
