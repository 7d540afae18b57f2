import type { SeriesKey, SeriesKind } from '../../shared/market/series.ts';
import type { DuckDbSession } from './duckdb.ts';
import { copyTo } from './copy-to.ts';
import { ROW_GROUP_ROWS, STORED_COLUMNS, storedSelect, type Scales } from './schema.ts';
import { readParquet } from './sql.ts';
import { isUniqueByTime } from './staged-file.ts';

/** What merging an incoming file with the stored files it overlaps comes to. Without `merged` every incoming row was stored already. */
export interface MergeOutcome {
  readonly duplicates: number;
  readonly replaced: number;
  /** Rows of the merged file and their digest, to compare with what is read back. */
  readonly merged?: { readonly rows: number; readonly digest: bigint };
}

export interface MergePaths {
  readonly stored: readonly string[];
  readonly incoming: string;
  /** Written when a row is new or other. */
  readonly merged: string;
  /** Written when rows were replaced: the older rows. */
  readonly provenance: string;
}

/** Merges by S11, all files of one series.
 *
 * Bars and sampled quotes: one row a time. Equal rows are duplicates; where values differ the incoming row, the later import, wins and the
 * older one goes to provenance.
 *
 * Trades and event quotes: many rows may share a time, so a row is known by all its values and its count. At each instant the outcome holds
 * each distinct row as often as the file that has it more often: what both have is a duplicate, nothing is replaced, and any order of
 * imports comes to the same rows. Where one file's rows at an instant include the other's, its order stands; else stored rows come first. */
export async function mergeSeries(
  db: DuckDbSession,
  key: SeriesKey,
  scales: Scales,
  paths: MergePaths,
): Promise<MergeOutcome> {
  const select = storedSelect(key.kind, scales);
  const load = (table: string, files: readonly string[]): Promise<void> =>
    db.run(
      `CREATE OR REPLACE TEMP TABLE ${table} AS SELECT *, row_number() OVER () AS pos FROM (SELECT ${select} FROM ${readParquet(files)})`,
    );
  try {
    await load('stored', paths.stored);
    await load('incoming', [paths.incoming]);
    return isUniqueByTime(key) ? await mergeByTime(db, key, paths) : await mergeByContent(db, key, paths);
  } finally {
    for (const table of ['stored', 'incoming', 'merged']) await db.run(`DROP TABLE IF EXISTS ${table}`);
  }
}

async function mergeByTime(db: DuckDbSession, key: SeriesKey, paths: MergePaths): Promise<MergeOutcome> {
  const names = STORED_COLUMNS[key.kind].map(({ name }) => name);
  const values = (side: string): string =>
    `(${names
      .slice(1)
      .map((name) => `${side}.${name}`)
      .join(', ')})`;
  const differs = `${values('s')} IS DISTINCT FROM ${values('i')}`;
  const [counts] = await db.rows(
    `SELECT count(*) FILTER (NOT (${differs}))::DOUBLE, count(*) FILTER (${differs})::DOUBLE, (SELECT count(*)::DOUBLE FROM incoming) ` +
      `FROM stored s JOIN incoming i ON s.ts = i.ts`,
  );
  const [duplicates = 0, replaced = 0, incoming = 0] = (counts ?? []).map(Number);
  if (duplicates === incoming) return { duplicates, replaced: 0 };
  const list = names.join(', ');
  if (replaced > 0) {
    const older = `SELECT ${names.map((name) => `s.${name}`).join(', ')} FROM stored s JOIN incoming i ON s.ts = i.ts WHERE ${differs}`;
    await copyTo(db, paths.provenance, {
      kind: key.kind,
      select: `${older} ORDER BY s.ts`,
      head: `stored WHERE pos <= ${ROW_GROUP_ROWS}`,
    });
  }
  const merged = await writeMerged(
    db,
    key.kind,
    list,
    `SELECT ${list} FROM incoming UNION ALL SELECT ${list} FROM stored WHERE ts NOT IN (SELECT ts FROM incoming)`,
    'ts',
    paths.merged,
  );
  return { duplicates, replaced, merged };
}

async function mergeByContent(db: DuckDbSession, key: SeriesKey, paths: MergePaths): Promise<MergeOutcome> {
  const names = STORED_COLUMNS[key.kind].map(({ name }) => name);
  const list = names.join(', ');
  const numbered = (table: string): string =>
    `SELECT *, row_number() OVER (PARTITION BY ${list} ORDER BY pos) AS nth FROM ${table} WHERE ts IN (SELECT ts FROM ${
      table === 'stored' ? 'incoming' : 'stored'
    })`;
  const equal = [...names, 'nth'].map((name) => `s.${name} IS NOT DISTINCT FROM i.${name}`).join(' AND ');
  const matched = `FROM (${numbered('stored')}) s JOIN (${numbered('incoming')}) i ON ${equal}`;
  try {
    await db.run(
      `CREATE OR REPLACE TEMP TABLE matched AS SELECT s.ts, s.pos AS stored_pos, i.pos AS incoming_pos ${matched}`,
    );
    const [counts] = await db.rows(
      `SELECT (SELECT count(*)::DOUBLE FROM matched), (SELECT count(*)::DOUBLE FROM incoming)`,
    );
    const [duplicates = 0, incoming = 0] = (counts ?? []).map(Number);
    if (duplicates === incoming) return { duplicates, replaced: 0 };
    // Instants whose stored rows are all among the incoming ones take the incoming rows in their order.
    const wider = `SELECT ts FROM incoming EXCEPT SELECT ts FROM stored WHERE pos NOT IN (SELECT stored_pos FROM matched)`;
    await db.run(`CREATE OR REPLACE TEMP TABLE wider AS ${wider}`);
    const merged = await writeMerged(
      db,
      key.kind,
      list,
      `SELECT ${list}, 0 AS origin, pos FROM stored WHERE ts NOT IN (SELECT ts FROM wider) ` +
        `UNION ALL SELECT ${list}, 1 AS origin, pos FROM incoming ` +
        `WHERE ts IN (SELECT ts FROM wider) OR pos NOT IN (SELECT incoming_pos FROM matched)`,
      'ts, origin, pos',
      paths.merged,
    );
    return { duplicates, replaced: 0, merged };
  } finally {
    for (const table of ['matched', 'wider']) await db.run(`DROP TABLE IF EXISTS ${table}`);
  }
}

async function writeMerged(
  db: DuckDbSession,
  kind: SeriesKind,
  list: string,
  select: string,
  order: string,
  path: string,
): Promise<{ rows: number; digest: bigint }> {
  await db.run(`CREATE OR REPLACE TEMP TABLE merged AS ${select}`);
  await copyTo(db, path, {
    kind,
    select: `SELECT ${list} FROM merged ORDER BY ${order}`,
    head: `merged WHERE rowid < ${ROW_GROUP_ROWS}`,
  });
  const [row] = await db.rows(`SELECT count(*)::DOUBLE, sum(hash(${list})) FROM merged`);
  return { rows: Number(row?.[0]), digest: BigInt(row?.[1] as bigint) };
}
