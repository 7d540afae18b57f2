import { formatIso, micros } from '../../../shared/market/time.ts';
import type { PreviewRow } from '../../../shared/store/import.ts';
import { STORED_COLUMNS } from '../schema.ts';
import type { Database } from './database.ts';
import { wallOfInstant } from './inference/wall-clock.ts';
import { mappedRows, type Mapping } from './mapping.ts';
import type { RawTable } from './raw-table.ts';

const ROWS = 24;
/** Rows looked at to find that many good ones. */
const WINDOW = 400;

/** Good rows from position `from` of the file on, as they would be stored. */
export async function previewRows(
  database: Database,
  raw: RawTable,
  mapping: Mapping,
  zone: string,
  from = 0,
): Promise<PreviewRow[]> {
  const columns = STORED_COLUMNS[mapping.kind].map(({ name }) => name).filter((name) => name !== 'ts');
  const window = `(SELECT * FROM raw WHERE _row >= ${from} AND _row < ${from + WINDOW})`;
  const texts = columns.map((name) => `${name}::VARCHAR AS ${name}`).join(', ');
  const rows = await database.rows<Record<string, string | number | null>>(
    `SELECT t::DOUBLE AS t, s, ${texts} FROM (${mappedRows(raw, mapping, window)}) WHERE reason IS NULL ORDER BY _row LIMIT ${ROWS}`,
  );
  return rows.map((row) => {
    const time = Number(row['t']);
    return {
      time: formatIso(micros(time)),
      local: wallText(zone, time),
      symbol: String(row['s']),
      values: Object.fromEntries(columns.map((name) => [name, row[name] === null ? '' : String(row[name])])),
    };
  });
}

/** `2013-10-07 09:30:00` in a zone. */
function wallText(zone: string, time: number): string {
  return formatIso(micros(wallOfInstant(zone, time)))
    .replace('T', ' ')
    .replace('Z', '');
}
