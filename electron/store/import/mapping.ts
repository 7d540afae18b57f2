import { intervalMicros, type Interval } from '../../../shared/market/interval.ts';
import type { Sampling, SeriesKind } from '../../../shared/market/series.ts';
import { MICROS_PER_DAY } from '../../../shared/market/time.ts';
import type { Stamp } from '../../../shared/store/import.ts';
import type { Scales } from '../schema.ts';
import type { ColumnMap } from './inference/column-map.ts';
import type { TimeForm } from './inference/time-form.ts';
import { offsetPieces } from './inference/wall-clock.ts';
import type { RawColumn, RawTable } from './raw-table.ts';
import { sqlText } from './sql.ts';
import { unfit } from './inference/scale.ts';
import { sideColumn, numberColumn, type NumberColumn } from './values.ts';

/** Everything that turns the rows of `raw` into rows of a series: what inference found, corrected by options. */
export interface Mapping {
  readonly kind: SeriesKind;
  readonly columns: ColumnMap;
  readonly time: TimeForm;
  /** Range of stamps as read, for the zone's changes. */
  readonly firstStamp: number;
  readonly lastStamp: number;
  /** Zone of stamps that carry none. */
  readonly timeZone: string;
  readonly interval?: Interval;
  readonly sampled?: Sampling;
  readonly stamp: Stamp;
  /** Microseconds to add to stamps that name the last instant inside a bar (`...59.999`). */
  readonly inclusiveEnd: number;
  /** VARCHAR expression. */
  readonly symbol: string;
  readonly priceScale: number;
  readonly sizeScale: number;
  readonly priceFactor: number;
}

/** Reasons for which a row is not stored, in the order in which they are looked for. */
const EARLIEST = Date.UTC(1900, 0, 1) * 1000;
const LATEST = Date.UTC(2100, 0, 1) * 1000;
/** Bars up to this long lie on a grid of wall and UTC time alike, whatever the zone. */
const GRID_LIMIT = 900_000_000;

/** Why a row is not stored: the condition, and the text as SQL. */
interface Reason {
  readonly when: string;
  readonly text: string;
}

/** A SELECT over `raw`, or a part of it, with `_row`, `s` (symbol), `t` (UTC microseconds of a bar's open or an event), the stored columns of the kind
 * at the file's scales, and `reason`, NULL for a good row. Dates need the table `session_opens (day, open)`. */
export function mappedRows(raw: RawTable, mapping: Mapping, from = 'raw'): string {
  const { list, placed, reasons } = partsOf(raw, mapping, from);
  return `SELECT ${list}, CASE ${reasons.map(({ when, text }) => `WHEN ${when} THEN ${text}`).join(' ')} END AS reason FROM (${placed})`;
}

/** The rows of {@link mappedRows} whose `reason` is NULL, without looking for the first reason of each. With `assumed`, rows that are no exact decimals
 * of these scales are left out. */
export function goodRows(raw: RawTable, mapping: Mapping, from = 'raw', assumed?: Scales): string {
  const { list, placed, reasons, prices, sizes } = partsOf(raw, mapping, from);
  const misfits = assumed === undefined ? [] : [unfit(prices, assumed.priceScale), unfit(sizes, assumed.sizeScale)];
  const left = [...reasons.map(({ when }) => when), ...misfits].map((when) => `(${when})`);
  return `SELECT ${list} FROM (${placed}) WHERE (${left.join(' OR ')}) IS NOT TRUE`;
}

function partsOf(raw: RawTable, mapping: Mapping, from: string) {
  const values = valuesOf(raw, mapping);
  const columns = values.columns.map(({ name, sql }) => `, ${sql} AS ${name}`).join('');
  const read = `SELECT *, ${mapping.symbol} AS s, ${mapping.time.micros} AS stamp${columns} FROM ${from}`;
  const opens = mapping.time.dateOnly ? ` LEFT JOIN session_opens ON day = stamp // ${MICROS_PER_DAY}` : '';
  return {
    list: `_row, s, t, ${values.stored.join(', ')}`,
    placed: `SELECT *, ${openMicros(mapping)} AS t FROM (${read})${opens}`,
    reasons: [...commonReasons(mapping), ...values.reasons],
    prices: values.prices,
    sizes: values.sizes,
  };
}

/** UTC microseconds of a row, out of `stamp`: what it reads as. */
function openMicros(mapping: Mapping): string {
  const { zoned, dateOnly } = mapping.time;
  const utc = zoned || mapping.timeZone === 'UTC' ? 'stamp' : `(stamp - ${offsetSql(mapping)})`;
  if (dateOnly) return `coalesce(open, ${utc})`;
  const length = mapping.stamp === 'close' && mapping.interval !== undefined ? intervalMicros(mapping.interval) : 0;
  const shift = mapping.inclusiveEnd - length;
  return shift === 0 ? utc : `(${utc} + ${shift})`;
}

function offsetSql(mapping: Mapping): string {
  const pieces = offsetPieces(mapping.timeZone, mapping.firstStamp, mapping.lastStamp);
  const last = pieces.at(-1)?.offset ?? 0;
  const cases = pieces.slice(0, -1).map(({ until, offset }) => `WHEN stamp < ${until} THEN ${offset}`);
  return cases.length === 0 ? `(${last})` : `CASE ${cases.join(' ')} ELSE ${last} END`;
}

/** What sources write where they have no value. A pattern, because a list of eight constants after IN becomes a join, and a join does not keep
 * the order of rows. */
const EMPTY_CELL = String.raw`^\s*(-{1,2}|null|none|n/?a|\\N)?\s*$`;

interface Values {
  /** Computed once a row, from `raw`. */
  readonly columns: readonly { readonly name: string; readonly sql: string }[];
  readonly stored: readonly string[];
  readonly reasons: readonly Reason[];
  readonly prices: readonly NumberColumn[];
  readonly sizes: readonly NumberColumn[];
}

/** A number in two forms: its name as an exact decimal, and the expression of its double, which is looked at only where there is no decimal. */
interface Value {
  readonly name: string;
  readonly double: string;
  /** Whether the cell says nothing. */
  readonly isEmpty: string;
}

function valuesOf(raw: RawTable, mapping: Mapping): Values {
  const columns: { name: string; sql: string }[] = [];
  const [prices, sizes]: [NumberColumn[], NumberColumn[]] = [[], []];
  const value = (meaning: keyof ColumnMap, scale: number, factor: number, among: NumberColumn[]): Value => {
    const column = mapping.columns[meaning];
    const name = `p_${meaning.replace('-', '_')}`;
    const number = column === undefined ? undefined : numberColumn(column, raw.facts, factor);
    columns.push({ name, sql: number?.decimal(scale) ?? `NULL::DECIMAL(18,${scale})` });
    if (number !== undefined) among.push(number);
    return { name, double: number?.double ?? 'NULL::DOUBLE', isEmpty: emptyCell(column) };
  };
  const price = (meaning: keyof ColumnMap): Value => value(meaning, mapping.priceScale, mapping.priceFactor, prices);
  const size = (meaning: keyof ColumnMap): Value => value(meaning, mapping.sizeScale, 1, sizes);
  switch (mapping.kind) {
    case 'bars': {
      const four = [price('open'), price('high'), price('low'), price('close')];
      const volume = size('volume');
      return {
        columns,
        prices,
        sizes,
        stored: [
          'p_open AS open',
          'p_high AS high',
          'p_low AS low',
          'p_close AS close',
          'coalesce(p_volume, 0) AS volume',
        ],
        reasons: [
          ...four.map(unreadable),
          because(`least(${four.map(({ name }) => name).join(', ')}) <= 0`, 'price is not above 0'),
          because(`p_high < p_low`, 'high is below low'),
          because(
            `greatest(p_open, p_close) > p_high OR least(p_open, p_close) < p_low`,
            'open or close is outside low to high',
          ),
          because(`p_volume < 0`, 'volume is below 0'),
          because(`p_volume IS NULL AND ${volume.double} IS NOT NULL`, 'volume is not finite'),
          because(`p_volume IS NULL AND NOT ${volume.isEmpty}`, 'volume is no number'),
        ],
      };
    }
    case 'quotes': {
      const sides = [price('bid'), price('ask')];
      const sided = [size('bid-size'), size('ask-size')];
      return {
        columns,
        prices,
        sizes,
        stored: [
          'CASE WHEN p_bid > 0 THEN p_bid END AS bid',
          'CASE WHEN p_ask > 0 THEN p_ask END AS ask',
          'p_bid_size AS bid_size',
          'p_ask_size AS ask_size',
        ],
        reasons: [
          ...sides.map(({ name, double }) =>
            because(`${name} IS NULL AND ${double} IS NOT NULL`, 'price is not finite'),
          ),
          because(`NOT (coalesce(p_bid > 0, false) OR coalesce(p_ask > 0, false))`, 'no price on either side'),
          because(`p_bid_size < 0 OR p_ask_size < 0`, 'size is below 0'),
          ...sided.map(noNumber),
        ],
      };
    }
    case 'trades': {
      const own = price('price');
      const traded = size('size');
      columns.push({ name: 'p_side', sql: sideColumn(mapping.columns.side) });
      return {
        columns,
        prices,
        sizes,
        stored: ['p_price AS price', 'p_size AS size', 'p_side AS side'],
        reasons: [
          unreadable(own),
          because(`p_price <= 0`, 'price is not above 0'),
          because(`p_size < 0`, 'size is below 0'),
          noNumber(traded),
        ],
      };
    }
  }
}

/** Text is empty where it says so; numbers read from text where there was none; a number of any other file where it is none. */
function emptyCell(column: RawColumn | undefined): string {
  if (column?.isRead === true) return `${column.id} IS NULL`;
  if (column?.type !== 'VARCHAR') return 'true';
  return `(${column.id} IS NULL OR regexp_matches(${column.id}, ${sqlText(EMPTY_CELL)}, 'i'))`;
}

function because(when: string, text: string): Reason {
  return { when, text: sqlText(text) };
}

/** A size that is not there is NULL; one that is there and cannot be read is not. */
function noNumber({ name, isEmpty }: Value): Reason {
  return because(`${name} IS NULL AND NOT ${isEmpty}`, 'size is no number');
}

function unreadable({ name, double, isEmpty }: Value): Reason {
  const text =
    `CASE WHEN ${isEmpty} AND ${double} IS NULL THEN 'price is missing' WHEN ${double} IS NULL THEN 'price is no number' ` +
    `WHEN NOT isfinite(${double}) THEN 'price is not finite' ELSE 'price has too many digits' END`;
  return { when: `${name} IS NULL`, text };
}

function commonReasons(mapping: Mapping): Reason[] {
  const length = mapping.interval === undefined ? 0 : intervalMicros(mapping.interval);
  const isOnGrid = mapping.kind === 'bars' && length > 0 && length <= GRID_LIMIT;
  return [
    because(`t IS NULL`, 'time is unreadable'),
    because(`t < ${EARLIEST} OR t >= ${LATEST}`, 'time is outside 1900 to 2100'),
    because(`s IS NULL OR s = ''`, 'symbol is missing'),
    ...(isOnGrid ? [because(`t % ${length} <> 0`, `time is off the ${mapping.interval ?? ''} grid`)] : []),
  ];
}
