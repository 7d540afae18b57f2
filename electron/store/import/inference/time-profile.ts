import type { Database } from '../database.ts';
import { StampScan, type MinuteColumns, type Step } from './stamp-scan.ts';

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

const MAX_STEPS = 1_000;

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
  const isGrouped = ranges.every(({ low, high, rows }) => high - low + 1 === rows);
  const scan = new StampScan(isGrouped ? ranges.map(({ low }) => low) : []);
  await database.stream(`SELECT coalesce(t::DOUBLE, 'nan'), coalesce(v, 'nan') FROM stamps`, scan.add);
  const { rows, readable } = scan;
  if (readable === 0) return emptyProfile(rows);
  const isSorted = isGrouped && scan.back === 0 && readable === rows;
  const steps = isSorted ? scan.steps() : await stepsInOrder(database, micros, symbol);
  const { lowFraction, highFraction } = scan;
  return {
    rows,
    readable,
    first: scan.first,
    last: scan.last,
    isSorted,
    ranges: isSorted ? ranges : [],
    sharedStamps: isSorted ? scan.shared : (steps.find((step) => step.micros === 0)?.count ?? 0),
    offSecond: scan.offSecond,
    offMinute: scan.offMinute,
    ...(lowFraction === highFraction ? { fraction: lowFraction } : {}),
    steps: commonest(steps.filter((step) => step.micros > 0)),
    minutes: scan.minutes(),
  };
}

/** Steps of a file that is not in order, as they would be if it were. */
async function stepsInOrder(database: Database, micros: string, symbol: string | undefined): Promise<Step[]> {
  return database.rows<Step>(
    `SELECT step::DOUBLE AS micros, count(*)::DOUBLE AS count FROM
       (SELECT t - lag(t) OVER (PARTITION BY s ORDER BY t) AS step FROM (SELECT ${micros} AS t, ${symbol ?? "''"} AS s FROM raw) WHERE t IS NOT NULL)
     WHERE step >= 0 GROUP BY step ORDER BY count DESC, micros LIMIT ${MAX_STEPS}`,
  );
}

function commonest(steps: readonly Step[]): Step[] {
  return steps.toSorted((a, b) => b.count - a.count || a.micros - b.micros).slice(0, MAX_STEPS);
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
