import type { Rejection } from '../../../../shared/store/import.ts';
import type { Database } from '../database.ts';
import type { RawTable } from '../raw-table.ts';

/** Turns messages that carry one side of a quote each (a price of 0: not in this message) into quotes: the other side stands as it was, and the
 * messages of one instant are one change. Columns are `c0` time, `c1` bid, `c2` its size, `c3` ask, `c4` its size, `c7` a flag of suspicion. */
export async function joinSplitQuotes(database: Database, raw: RawTable): Promise<RawTable> {
  const carried = (value: string): string => `last_value(${value} IGNORE NULLS) OVER (ORDER BY rowid)`;
  const hasFlag = raw.columns.length > 7;
  await database.run('DROP TABLE IF EXISTS raw_states');
  await database.run(
    `CREATE TEMP TABLE raw_states AS SELECT rowid AS _row, c0,
       ${carried(`CASE WHEN c1 <> '0' THEN c1 END`)} AS c1, ${carried(`CASE WHEN c1 <> '0' THEN c2 END`)} AS c2,
       ${carried(`CASE WHEN c3 <> '0' THEN c3 END`)} AS c3, ${carried(`CASE WHEN c3 <> '0' THEN c4 END`)} AS c4,
       lead(c0) OVER (ORDER BY rowid) IS DISTINCT FROM c0 AS is_last
     FROM raw_rows${hasFlag ? ` WHERE coalesce(c7, '0') <> '1'` : ''} ORDER BY rowid`,
  );
  await database.run(
    'CREATE OR REPLACE TEMP VIEW raw AS SELECT * EXCLUDE (is_last) FROM raw_states WHERE is_last AND c1 IS NOT NULL AND c3 IS NOT NULL',
  );
  const suspicious = hasFlag
    ? `SELECT 'flagged as suspicious by the source' AS reason, rowid AS place FROM raw_rows WHERE c7 = '1' UNION ALL`
    : '';
  const left = await database.rows<Rejection>(
    `SELECT reason, count(*)::DOUBLE AS rows, (min(place) + 1)::DOUBLE AS "firstRow" FROM (${suspicious}
       SELECT 'joined with the next message of the same instant' AS reason, _row AS place FROM raw_states WHERE NOT is_last
       UNION ALL SELECT 'the other side is not known yet', _row FROM raw_states WHERE is_last AND (c1 IS NULL OR c3 IS NULL))
     GROUP BY reason ORDER BY min(place)`,
  );
  const lost = left.reduce((sum, { rows }) => sum + rows, 0);
  return { ...raw, columns: raw.columns.slice(0, 5), rows: raw.rows - lost, malformed: [...raw.malformed, ...left] };
}
