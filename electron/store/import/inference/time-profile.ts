import { MICROS_PER_MINUTE, MICROS_PER_SECOND } from '../../../../shared/market/time.ts';
import type { Database } from '../database.ts';

/** How a file's stamps lie in time: what interval, zone and stamping are inferred from. Stamps are as read: wall time or UTC. */
export interface TimeProfile {
  readonly rows: number;
  readonly readable: number;
  readonly first: number;
  readonly last: number;
  /** The file is in order of time, each symbol's rows together. */
  readonly isSorted: boolean;
  /** Positions of each symbol's rows, where a file of several is sorted; empty otherwise. */
  readonly ranges: readonly SymbolRange[];
  /** Rows that have the stamp of the row before them, in order of time within a symbol. */
  readonly sharedStamps: number;
  readonly offSecond: number;
  readonly offMinute: number;
  /** The one fraction of a second that every stamp has, in microseconds; `undefined` when they differ. */
  readonly fraction?: number;
  /** Positive steps between neighbours, commonest first, at most 1,000. */
  readonly steps: readonly Step[];
  readonly minutes: MinuteColumns;
}

/** First and last position in the file, both inclusive. */
export interface SymbolRange {
  readonly symbol: string | null;
  readonly low: number;
  readonly high: number;
  readonly rows: number;
}

export interface Step {
  readonly micros: number;
  readonly count: number;
}

/** Minutes that hold rows, ascending. */
export interface MinuteColumns {
  /** Start of the minute in minutes since the epoch. */
  readonly minute: readonly number[];
  readonly rows: readonly number[];
  /** All zero where the source has no volume. */
  readonly volume: readonly number[];
}

const MAX_STEPS = 1_000;
const MAX_MINUTES = 500_000;
/** Rows in order whose steps are enough to tell the interval by. */
const STEP_ROWS = 500_000;

interface Facts {
  readonly rows: number;
  readonly readable: number;
  readonly first: number | null;
  readonly last: number | null;
  readonly back: number;
  readonly shared: number;
  readonly offSecond: number;
  readonly offMinute: number;
  readonly lowFraction: number | null;
  readonly highFraction: number | null;
}

/** The three are expressions over `raw`; `symbol` is absent for a file of one symbol. Leaves a table `stamps (t, v)`, row by row as `raw`. */
export async function profileTime(
  database: Database,
  micros: string,
  symbol: string | undefined,
  volume: string | undefined,
): Promise<TimeProfile> {
  await database.run(
    `CREATE OR REPLACE TEMP TABLE stamps AS SELECT ${micros} AS t, ${volume ?? '0.0'}::DOUBLE AS v FROM raw`,
  );
  const ranges = symbol === undefined ? [] : await symbolRanges(database, symbol);
  const isGrouped = ranges.every(({ low, high, rows: count }) => high - low + 1 === count);
  const isStart =
    isGrouped && ranges.length > 1 ? `list_contains([${ranges.map(({ low }) => low).join(', ')}], rowid)` : 'false';
  const [facts] = await database.rows<Facts>(
    `SELECT count(*)::DOUBLE AS rows, count(t)::DOUBLE AS readable, min(t)::DOUBLE AS first, max(t)::DOUBLE AS last,
       count(*) FILTER (NOT is_start AND step < 0)::DOUBLE AS back, count(*) FILTER (NOT is_start AND step = 0)::DOUBLE AS shared,
       count(*) FILTER (t % ${MICROS_PER_SECOND} <> 0)::DOUBLE AS "offSecond",
       count(*) FILTER (t % ${MICROS_PER_MINUTE} <> 0)::DOUBLE AS "offMinute",
       min(t % ${MICROS_PER_SECOND})::DOUBLE AS "lowFraction", max(t % ${MICROS_PER_SECOND})::DOUBLE AS "highFraction"
     FROM (SELECT t, t - lag(t) OVER () AS step, ${isStart} AS is_start FROM stamps)`,
  );
  if (facts === undefined || facts.first === null || facts.last === null) return emptyProfile(facts?.rows ?? 0);
  const isSorted = isGrouped && facts.back === 0 && facts.readable === facts.rows;
  const inOrder = isSorted
    ? `SELECT t - lag(t) OVER () AS step, ${isStart} AS is_start FROM stamps WHERE rowid < ${STEP_ROWS}`
    : `SELECT t - lag(t) OVER (PARTITION BY s ORDER BY t) AS step, false AS is_start
       FROM (SELECT ${micros} AS t, ${symbol ?? "''"} AS s FROM raw) WHERE t IS NOT NULL`;
  const steps = await database.rows<Step>(
    `SELECT step::DOUBLE AS micros, count(*)::DOUBLE AS count FROM (${inOrder})
     WHERE NOT is_start AND step >= 0 GROUP BY step ORDER BY count DESC, micros LIMIT ${MAX_STEPS}`,
  );
  const [minute = [], rows = [], sums = []] = (await database.columns(
    `SELECT (t // ${MICROS_PER_MINUTE})::DOUBLE AS m, count(*)::DOUBLE, coalesce(sum(v) FILTER (isfinite(v) AND v > 0), 0)::DOUBLE
     FROM stamps WHERE t IS NOT NULL GROUP BY m ORDER BY m LIMIT ${MAX_MINUTES}`,
  )) as readonly number[][];
  return {
    rows: facts.rows,
    readable: facts.readable,
    first: facts.first,
    last: facts.last,
    isSorted,
    ranges: isSorted ? ranges : [],
    sharedStamps: isSorted ? facts.shared : (steps.find((step) => step.micros === 0)?.count ?? 0),
    offSecond: facts.offSecond,
    offMinute: facts.offMinute,
    ...(facts.lowFraction !== null && facts.lowFraction === facts.highFraction ? { fraction: facts.lowFraction } : {}),
    steps: steps.filter((step) => step.micros > 0),
    minutes: { minute, rows, volume: sums },
  };
}

async function symbolRanges(database: Database, symbol: string): Promise<SymbolRange[]> {
  return database.rows<SymbolRange>(
    `SELECT ${symbol} AS symbol, min(_row)::DOUBLE AS low, max(_row)::DOUBLE AS high, count(*)::DOUBLE AS rows
     FROM raw GROUP BY ALL ORDER BY low`,
  );
}

function emptyProfile(rows: number): TimeProfile {
  const minutes = { minute: [], rows: [], volume: [] };
  return {
    rows,
    readable: 0,
    first: 0,
    last: 0,
    isSorted: false,
    ranges: [],
    sharedStamps: 0,
    offSecond: 0,
    offMinute: 0,
    steps: [],
    minutes,
  };
}
