import { AppError } from '../../../../shared/lang/app-error.ts';
import type { Database } from '../database.ts';
import type { RawColumn, RawTable } from '../raw-table.ts';
import { shortCause } from '../refusal.ts';
import { sqlName, sqlPath } from '../sql.ts';

const MAX_COLUMNS = 2_000;
const MAX_ROW_GROUPS = 20_000;
const MAX_ROWS = 4e9;
/** Values that are decoded once into memory; larger files are read anew for each question. */
const MAX_KEPT_VALUES = 4e6;

const refuse = (message: string, cause?: unknown): AppError =>
  new AppError('bad-file', message, cause === undefined ? {} : { cause });

/** Checks the footer alone, so that a file built to hang or to fill memory is refused before a row is read (`reliability.md`). */
async function gate(database: Database, file: string): Promise<number> {
  const [meta] = await database
    .rows<{ rows: number; groups: number }>(
      `SELECT num_rows::DOUBLE AS rows, num_row_groups::DOUBLE AS groups FROM parquet_file_metadata(${sqlPath(file)})`,
    )
    .catch((cause: unknown) => {
      throw refuse(damaged(cause), cause);
    });
  if (meta === undefined) throw refuse('The Parquet footer is empty. Copy the file again from where it came from.');
  if (meta.groups > MAX_ROW_GROUPS)
    throw refuse(
      `The file has ${meta.groups} row groups; at most ${MAX_ROW_GROUPS} are read. Write it again with larger row groups.`,
    );
  if (meta.rows > MAX_ROWS || meta.rows < 0)
    throw refuse(`The file says that it has ${meta.rows} rows; at most ${MAX_ROWS} are read.`);
  const schema = await database.rows<{ name: string; children: number | null; repetition: string | null }>(
    `SELECT name, num_children::DOUBLE AS children, repetition_type AS repetition
     FROM parquet_schema(${sqlPath(file)}) LIMIT ${MAX_COLUMNS + 2}`,
  );
  const fields = schema.slice(1);
  const nested = fields.find(({ children, repetition }) => (children ?? 0) > 0 || repetition === 'REPEATED');
  if (nested !== undefined)
    throw refuse(`Column "${nested.name}" is nested. Write the file again with one plain column a value.`);
  if (fields.length > MAX_COLUMNS) throw refuse(`The file has more than ${MAX_COLUMNS} columns.`);
  return meta.rows;
}

function damaged(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.includes('magic bytes')
    ? 'The file stops before the footer that lists its columns: it is cut short. Copy it again from where it came from.'
    : `The Parquet footer cannot be read (${shortCause(cause)}). Copy the file again from where it came from.`;
}

/** Opens a staged Parquet file as the view `raw`. Folder names such as `symbol=EVIL/` never reach its columns. */
export async function readParquet(database: Database, file: string): Promise<RawTable> {
  const rows = await gate(database, file);
  const scan = `read_parquet(${sqlPath(file)}, hive_partitioning = false, file_row_number = true)`;
  const described = await database.rows<{ column_name: string; column_type: string }>(`DESCRIBE SELECT * FROM ${scan}`);
  const named = described.filter(({ column_name }) => column_name !== 'file_row_number');
  const columns: RawColumn[] = named.map(({ column_name, column_type }, index) => ({
    name: column_name,
    id: `c${index}`,
    type: column_type.replace(/\(.*\)$/, ''),
  }));
  const list = columns.map(({ name, id }) => `${sqlName(name)} AS ${id}`).join(', ');
  if (columns.length > 0 && rows * columns.length <= MAX_KEPT_VALUES) {
    await database.run(`CREATE OR REPLACE TEMP TABLE raw_rows AS SELECT ${list} FROM ${scan}`);
    await database.run('CREATE OR REPLACE TEMP VIEW raw AS SELECT rowid AS _row, * FROM raw_rows');
  } else
    await database.run(
      `CREATE OR REPLACE TEMP VIEW raw AS SELECT file_row_number AS _row, ${list || '1'} FROM ${scan}`,
    );
  return { format: 'Parquet', columns, rows, malformed: [], facts: { hasNames: true, evidence: [] } };
}
