import type { ImportOptions, TimeUnit } from '../../../../shared/store/import.ts';
import { MICROS_PER_DAY } from '../../../../shared/market/time.ts';
import type { Database } from '../database.ts';
import type { RawColumn, RawTable } from '../raw-table.ts';
import { sqlText, sqlTexts } from '../sql.ts';
import type { Findings } from './answer.ts';
import type { ColumnMap } from './column-map.ts';
import type { Sample } from './sample.ts';
import { isEpochText, monthFirst, textTime, type TextTime } from './time-text.ts';

/** How stamps are written, as SQL over `raw`. */
export interface TimeForm {
  /** BIGINT expression: microseconds since the epoch, of UTC when `zoned`, else of wall time; NULL where unreadable. */
  readonly micros: string;
  readonly zoned: boolean;
  /** Stamps are dates without a time of day. */
  readonly dateOnly: boolean;
  readonly unit?: TimeUnit;
}

const PER_UNIT: Readonly<Record<TimeUnit, number>> = { s: 1e6, ms: 1e3, us: 1, ns: 1e-3 };
const UNIT_NAMES: Readonly<Record<TimeUnit, string>> = {
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  ns: 'nanoseconds',
};
const INTEGERS = new Set([
  'BIGINT',
  'UBIGINT',
  'INTEGER',
  'UINTEGER',
  'HUGEINT',
  'SMALLINT',
  'USMALLINT',
  'TINYINT',
  'UTINYINT',
]);

/** 1975 to 2100, in seconds: outside it a unit is suspicious. */
const EARLIEST = 157_766_400;
const LATEST = 4_102_444_800;

export async function inferTimeForm(
  database: Database,
  raw: RawTable,
  sample: Sample,
  columns: ColumnMap,
  options: ImportOptions,
  findings: Findings,
): Promise<TimeForm | undefined> {
  const { time, date } = columns;
  const clock = columns['time-of-day'];
  if (raw.layout?.midnightOf !== undefined && time !== undefined)
    return sinceMidnight(raw.layout.midnightOf, time, findings);
  if (time !== undefined) return single(database, sample, time, options, findings);
  if (date === undefined || clock === undefined) return undefined;
  if (date.type === 'DATE' && clock.type === 'TIME') {
    findings.sure(
      'timeZone',
      `Columns "${date.name}" and "${clock.name}" hold date and time of day; neither has a zone.`,
    );
    return { micros: `(epoch_us(${date.id}) + epoch_us(${clock.id}))`, zoned: false, dateOnly: false };
  }
  const dates = sample.all(date);
  const clocks = sample.all(clock);
  const joined = dates.map((value, index) => `${value.trim()} ${(clocks[index] ?? '').trim()}`);
  const text = `(trim(${date.id}::VARCHAR) || ' ' || trim(${clock.id}::VARCHAR))`;
  return fromText(database, text, joined, `"${date.name}" and "${clock.name}"`, options, findings);
}

/** LEAN: milliseconds since midnight, wall time. */
function sinceMidnight(date: string, time: RawColumn, findings: Findings): TimeForm {
  const midnight = (Date.parse(`${date}T00:00:00Z`) / 86_400_000) * MICROS_PER_DAY;
  findings.sure('timeUnit', `Milliseconds since midnight of ${date}, the date in the file's name.`);
  return { micros: `(${midnight} + try_cast(${time.id} AS BIGINT) * 1000)`, zoned: false, dateOnly: false, unit: 'ms' };
}

async function single(
  database: Database,
  sample: Sample,
  column: RawColumn,
  options: ImportOptions,
  findings: Findings,
): Promise<TimeForm | undefined> {
  const { id, name, type } = column;
  if (type === 'TIMESTAMP WITH TIME ZONE') {
    findings.sure('timeZone', `"${name}" holds instants: the file states that they are UTC.`);
    return { micros: `epoch_us(${id})`, zoned: true, dateOnly: false };
  }
  if (type.startsWith('TIMESTAMP')) {
    findings.sure('timeUnit', `"${name}" is a timestamp without a zone.`);
    return { micros: `epoch_us(${id}::TIMESTAMP)`, zoned: false, dateOnly: false };
  }
  if (type === 'DATE') {
    findings.sure('timeUnit', `"${name}" holds dates.`);
    return { micros: `epoch_us(${id})`, zoned: false, dateOnly: true };
  }
  const values = sample.of(column);
  const isNumber = INTEGERS.has(type) || type === 'DOUBLE' || type === 'FLOAT' || type === 'DECIMAL';
  const packed = INTEGERS.has(type) || type === 'VARCHAR' ? textTime(values) : undefined;
  if (packed === undefined && (isNumber || values.filter(isEpochText).length * 2 > values.length))
    return epochNumbers(database, column, options, findings);
  const isTrimmed = type === 'VARCHAR' && values.every((value) => value.trim() === value);
  return fromText(database, isTrimmed ? id : `trim(${id}::VARCHAR)`, values, `"${name}"`, options, findings);
}

/** Numbers count from 1970; the unit is the one that puts them between 1975 and 2100. */
async function epochNumbers(
  database: Database,
  column: RawColumn,
  options: ImportOptions,
  findings: Findings,
): Promise<TimeForm | undefined> {
  const number = column.type === 'VARCHAR' ? `try_cast(${column.id} AS DOUBLE)` : `${column.id}::DOUBLE`;
  const [row] = await database.rows<{ median: number | null; whole: boolean | null }>(
    `SELECT median(n) AS median, bool_and(n = floor(n)) AS whole FROM (SELECT ${number} AS n FROM raw LIMIT 10000) WHERE isfinite(n)`,
  );
  const median = row?.median ?? Number.NaN;
  const fitting = (['s', 'ms', 'us', 'ns'] as const).find((unit) => {
    const seconds = (median * PER_UNIT[unit]) / 1e6;
    return seconds >= EARLIEST && seconds < LATEST;
  });
  const unit = options.timeUnit ?? fitting;
  if (unit === undefined) {
    findings.ask(
      'timeUnit',
      `"${column.name}" holds numbers around ${median}, which are no time between 1975 and 2100 in any unit. Say in which unit they count from 1970.`,
    );
    return undefined;
  }
  if (options.timeUnit === undefined)
    findings.sure(
      'timeUnit',
      `"${column.name}" counts ${UNIT_NAMES[unit]} since 1970: ${isoOf((median * PER_UNIT[unit]) / 1e6)} in the middle.`,
    );
  else if (fitting !== undefined && fitting !== unit)
    findings.warn(`"${column.name}" looks like ${UNIT_NAMES[fitting]}, not ${UNIT_NAMES[unit]}.`);
  const isWall = options.timeZone !== undefined && options.timeZone !== 'UTC';
  if (isWall)
    findings.warn(
      `The numbers of "${column.name}" are read as wall time of ${options.timeZone ?? ''}, as told; numbers since 1970 usually are UTC.`,
    );
  return { micros: epochMicros(column, unit, row?.whole ?? true), zoned: !isWall, dateOnly: false, unit };
}

function epochMicros(column: RawColumn, unit: TimeUnit, isWhole: boolean): string {
  if (!isWhole && unit !== 'ns')
    return `try_cast(round(try_cast(${column.id} AS DOUBLE) * ${PER_UNIT[unit]}) AS BIGINT)`;
  const whole = `try_cast(${column.id} AS BIGINT)`;
  return unit === 'ns' ? `(${whole} // 1000)` : unit === 'us' ? whole : `(${whole} * ${PER_UNIT[unit]})`;
}

const isoOf = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ');

async function fromText(
  database: Database,
  text: string,
  values: readonly string[],
  name: string,
  options: ImportOptions,
  findings: Findings,
): Promise<TimeForm | undefined> {
  const form = textTime(values);
  if (form === undefined) {
    findings.ask(
      'map',
      `${name} is taken for the time, but "${values[0] ?? ''}" is not a stamp that is known. Say which column holds the time.`,
    );
    return undefined;
  }
  if (form.zoned) {
    findings.sure('timeZone', `${name} is ${form.label}, such as ${values[0] ?? ''}.`);
    const hasZone = `regexp_matches(${text}, '(Z|UTC|GMT|[+-][0-9]{2}:?([0-9]{2})?)$') AND length(${text}) > 10`;
    const withSeconds = `regexp_replace(${text}, '([T ][0-9]{1,2}:[0-9]{2})(Z|[+-])', '\\1:00\\2')`;
    const source = values.some((value) => /[T ]\d{1,2}:\d{2}(Z|[+-])/.test(value)) ? withSeconds : text;
    const instant = `epoch_us(try_cast(${source} AS TIMESTAMPTZ))`;
    return {
      micros: `CASE WHEN ends_with(${text}, 'Z') THEN ${instant} WHEN ${hasZone} THEN ${instant} END`,
      zoned: true,
      dateOnly: false,
    };
  }
  const settled = form.orders === undefined ? form : await dayOrMonth(database, text, form, name, options, findings);
  if (settled === undefined) return undefined;
  findings.sure('timeUnit', `${name} is written ${settled.label}, without a zone.`);
  return { micros: textMicros(text, settled), zoned: false, dateOnly: settled.dateOnly };
}

function textMicros(text: string, form: TextTime): string {
  const [first = ''] = form.formats;
  const isPlainIso = first.startsWith('%Y-%m-%d') && !form.dateOnly;
  return isPlainIso
    ? `epoch_us(try_cast(${text} AS TIMESTAMP))`
    : `epoch_us(try_strptime(${text}, ${form.formats.length === 1 ? sqlText(first) : `[${sqlTexts(form.formats)}]`}))`;
}

/** `02/03/2010`: a first number over 12 somewhere is a day; else the reading in which the file is in order. */
async function dayOrMonth(
  database: Database,
  text: string,
  form: TextTime,
  name: string,
  options: ImportOptions,
  findings: Findings,
): Promise<TextTime | undefined> {
  const dayFirst = { ...form, label: form.label.replace('day or month: ', '') };
  const monthBefore = { ...monthFirst(form), label: dayFirst.label.replace(/^dd(.)MM/, 'MM$1dd') };
  if (options.dateOrder !== undefined) return options.dateOrder === 'dmy' ? dayFirst : monthBefore;
  const [row] = await database.rows<{
    first: number | null;
    second: number | null;
    dmy: boolean | null;
    mdy: boolean | null;
  }>(
    `WITH parts AS (SELECT ${text} AS stamp, ${textMicros(text, dayFirst)} AS d, ${textMicros(text, monthBefore)} AS m FROM raw)
     SELECT max(try_cast(regexp_extract(stamp, '^[0-9]+') AS DOUBLE)) AS first,
       max(try_cast(regexp_extract(stamp, '^[0-9]+.([0-9]+)', 1) AS DOUBLE)) AS second,
       bool_and(d >= before_d) AND max(d) > min(d) + 86400000000 AS dmy, bool_and(m >= before_m) AND max(m) > min(m) + 86400000000 AS mdy
     FROM (SELECT stamp, d, m, lag(d) OVER () AS before_d, lag(m) OVER () AS before_m FROM parts)`,
  );
  const first = row?.first ?? 0;
  const second = row?.second ?? 0;
  if (first > 12 && second <= 12) {
    findings.sure('timeUnit', `The first number of ${name} goes up to ${first}: it is the day.`);
    return dayFirst;
  }
  if (second > 12 && first <= 12) {
    findings.sure('timeUnit', `The second number of ${name} goes up to ${second}: the month comes first.`);
    return monthBefore;
  }
  if ((row?.dmy ?? false) !== (row?.mdy ?? false)) {
    const chosen = row?.dmy === true ? dayFirst : monthBefore;
    findings.thin('timeUnit', `Read as ${chosen.label}, because only so the rows are in order of time.`);
    return chosen;
  }
  findings.ask('dateOrder', `${name} can be read with day or month first. Say which comes first.`);
  return undefined;
}
