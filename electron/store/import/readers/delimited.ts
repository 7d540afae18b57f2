import type { Database } from '../database.ts';
import type { KnownLayout, RawColumn, RawTable } from '../raw-table.ts';
import { sqlText } from '../sql.ts';
import { delimiterName, type DelimitedForm } from './delimited-sniff.ts';

const MAX_LINE_BYTES = 1 << 20;

/** Loads a delimited UTF-8 text into the table `raw`, every cell as it is written. Lines with too many fields are counted, not
 * guessed at; lines with too few get empty cells at their end, which the checks of values then see. */
export async function readDelimited(
  database: Database,
  file: string,
  form: DelimitedForm,
  options: { readonly format: string; readonly layout?: KnownLayout; readonly symbol?: RawTable['facts']['symbol'] },
): Promise<RawTable> {
  const ids = Array.from({ length: form.width }, (_, index) => `c${index}`);
  const types = ids.map((id) => `${sqlText(id)}: 'VARCHAR'`).join(', ');
  const comment = form.comment === undefined ? '' : `, comment = ${sqlText(form.comment)}`;
  await database.run('DROP TABLE IF EXISTS raw_rows');
  await database.run(
    `CREATE TEMP TABLE raw_rows AS SELECT * FROM read_csv(${sqlText(file)}, auto_detect = false, header = false,
      skip = ${form.skip}, delim = ${sqlText(form.delimiter)}, quote = '"', escape = '"', columns = {${types}},
      null_padding = true, store_rejects = true, rejects_table = 'raw_rejects', rejects_scan = 'raw_scans',
      max_line_size = ${MAX_LINE_BYTES}${comment})`,
  );
  await database.run('CREATE OR REPLACE TEMP VIEW raw AS SELECT rowid AS _row, * FROM raw_rows');
  const [counts] = await database.rows<{ n: number }>('SELECT count(*)::DOUBLE AS n FROM raw_rows');
  const rejects = await database.rows<{ n: number; line: number; type: string }>(
    `SELECT count(DISTINCT line)::DOUBLE AS n, min(line)::DOUBLE AS line, error_type::VARCHAR AS type
     FROM raw_rejects GROUP BY ALL ORDER BY line`,
  );
  const columns: RawColumn[] = ids.map((id, index) => ({
    id,
    name: form.names?.[index] ?? `column ${index + 1}`,
    type: 'VARCHAR',
  }));
  return {
    format: `${options.format}, ${delimiterName(form.delimiter)}`,
    columns,
    rows: counts?.n ?? 0,
    malformed: rejects.map(({ n, line, type }) => ({
      reason: type === 'TOO MANY COLUMNS' ? 'more fields than columns' : `unreadable line (${type.toLowerCase()})`,
      rows: n,
      firstRow: Math.max(1, line - form.skip),
    })),
    ...(options.layout === undefined ? {} : { layout: options.layout }),
    facts: {
      hasNames: form.names !== undefined,
      decimalComma: form.decimalComma,
      evidence: form.evidence,
      ...(options.symbol === undefined ? {} : { symbol: options.symbol }),
    },
  };
}
