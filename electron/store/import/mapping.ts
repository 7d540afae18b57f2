import { intervalMicros, type Interval } from '../../../shared/market/interval.ts';
import type { Sampling, SeriesKind } from '../../../shared/market/series.ts';
import { MICROS_PER_DAY } from '../../../shared/market/time.ts';
import type { Stamp } from '../../../shared/store/import.ts';
import type { ColumnMap } from './inference/column-map.ts';
import type { TimeForm } from './inference/time-form.ts';
import { offsetPieces } from './inference/wall-clock.ts';
import type { RawTable } from './raw-table.ts';
import { sideColumn, numberColumn } from './values.ts';

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

/** A SELECT over `raw`, or a part of it, with `_row`, `s` (symbol), `t` (UTC microseconds of a bar's open or an event), the stored columns of the kind
 * at the file's scales, and `reason`, NULL for a good row. Dates need the table `session_opens (day, open)`. */
export function mappedRows(raw: RawTable, mapping: Mapping, from = 'raw'): string {
  const values = valuesOf(raw, mapping);
  const columns = values.columns.map(({ name, sql }) => `, ${sql} AS ${name}`).join('');
  const read = `SELECT _row, ${mapping.symbol} AS s, ${mapping.time.micros} AS stamp${columns} FROM ${from}`;
  const opens = mapping.time.dateOnly ? ` LEFT JOIN session_opens ON day = stamp // ${MICROS_PER_DAY}` : '';
  const placed = `SELECT *, ${openMicros(mapping)} AS t FROM (${read})${opens}`;
  const reasons = commonReasons(mapping).concat(values.reasons).join(' ');
  return `SELECT _row, s, t, ${values.stored.join(', ')}, CASE ${reasons} END AS reason FROM (${placed})`;
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

interface Values {
  /** Computed once a row, from `raw`. */
  readonly columns: readonly { readonly name: string; readonly sql: string }[];
  readonly stored: readonly string[];
  readonly reasons: readonly string[];
}

function valuesOf(raw: RawTable, mapping: Mapping): Values {
  const { columns, priceScale, sizeScale } = mapping;
  const price = (meaning: keyof ColumnMap) => {
    const column = columns[meaning];
    return column === undefined ? undefined : numberColumn(column, raw.facts, mapping.priceFactor);
  };
  const size = (meaning: keyof ColumnMap) => {
    const column = columns[meaning];
    return column === undefined ? undefined : numberColumn(column, raw.facts);
  };
  const pair = (name: string, number: ReturnType<typeof price>, scale: number) => [
    { name, sql: number?.decimal(scale) ?? `NULL::DECIMAL(18,${scale})` },
    { name: `${name}_raw`, sql: number?.double ?? 'NULL::DOUBLE' },
  ];
  switch (mapping.kind) {
    case 'bars':
      return {
        columns: [
          ...(['open', 'high', 'low', 'close'] as const).flatMap((name) => pair(`p_${name}`, price(name), priceScale)),
          ...pair('p_volume', size('volume'), sizeScale),
        ],
        stored: [
          'p_open AS open',
          'p_high AS high',
          'p_low AS low',
          'p_close AS close',
          'coalesce(p_volume, 0) AS volume',
        ],
        reasons: barReasons(),
      };
    case 'quotes':
      return {
        columns: [
          ...(['bid', 'ask'] as const).flatMap((name) => pair(`p_${name}`, price(name), priceScale)),
          ...pair('p_bid_size', size('bid-size'), sizeScale),
          ...pair('p_ask_size', size('ask-size'), sizeScale),
        ],
        stored: [
          'CASE WHEN p_bid > 0 THEN p_bid END AS bid',
          'CASE WHEN p_ask > 0 THEN p_ask END AS ask',
          'p_bid_size AS bid_size',
          'p_ask_size AS ask_size',
        ],
        reasons: [
          `WHEN isnan(p_bid_raw) OR isinf(p_bid_raw) OR isnan(p_ask_raw) OR isinf(p_ask_raw) THEN 'price is not finite'`,
          `WHEN NOT (coalesce(p_bid_raw > 0, false) OR coalesce(p_ask_raw > 0, false)) THEN 'no price on either side'`,
          `WHEN (p_bid_raw > 0 AND p_bid IS NULL) OR (p_ask_raw > 0 AND p_ask IS NULL) THEN 'price has too many digits'`,
          `WHEN p_bid_size_raw < 0 OR p_ask_size_raw < 0 THEN 'size is below 0'`,
        ],
      };
    case 'trades':
      return {
        columns: [
          ...pair('p_price', price('price'), priceScale),
          ...pair('p_size', size('size'), sizeScale),
          { name: 'p_side', sql: sideColumn(columns.side) },
        ],
        stored: ['p_price AS price', 'p_size AS size', 'p_side AS side'],
        reasons: [
          `WHEN p_price_raw IS NULL THEN 'price is missing'`,
          `WHEN NOT isfinite(p_price_raw) THEN 'price is not finite'`,
          `WHEN p_price_raw <= 0 THEN 'price is not above 0'`,
          `WHEN p_price IS NULL THEN 'price has too many digits'`,
          `WHEN p_size_raw < 0 THEN 'size is below 0'`,
        ],
      };
  }
}

function commonReasons(mapping: Mapping): string[] {
  const length = mapping.interval === undefined ? 0 : intervalMicros(mapping.interval);
  const isOnGrid = mapping.kind === 'bars' && length > 0 && length <= GRID_LIMIT;
  return [
    `WHEN t IS NULL THEN 'time is unreadable'`,
    `WHEN t < ${EARLIEST} OR t >= ${LATEST} THEN 'time is outside 1900 to 2100'`,
    `WHEN s IS NULL OR s = '' THEN 'symbol is missing'`,
    ...(isOnGrid ? [`WHEN t % ${length} <> 0 THEN 'time is off the ${mapping.interval ?? ''} grid'`] : []),
  ];
}

function barReasons(): string[] {
  const raw = ['p_open_raw', 'p_high_raw', 'p_low_raw', 'p_close_raw'];
  const any = (test: (name: string) => string): string => raw.map(test).join(' OR ');
  return [
    `WHEN ${any((name) => `${name} IS NULL`)} THEN 'price is missing'`,
    `WHEN ${any((name) => `NOT isfinite(${name})`)} THEN 'price is not finite'`,
    `WHEN least(${raw.join(', ')}) <= 0 THEN 'price is not above 0'`,
    `WHEN p_high_raw < p_low_raw THEN 'high is below low'`,
    `WHEN greatest(p_open_raw, p_close_raw) > p_high_raw OR least(p_open_raw, p_close_raw) < p_low_raw THEN 'open or close is outside low to high'`,
    `WHEN p_open IS NULL OR p_high IS NULL OR p_low IS NULL OR p_close IS NULL THEN 'price has too many digits'`,
    `WHEN p_volume_raw < 0 THEN 'volume is below 0'`,
    `WHEN NOT isfinite(p_volume_raw) THEN 'volume is not finite'`,
  ];
}
