import { BIGINT, BOOLEAN, DOUBLE, FLOAT, UBIGINT, VARCHAR, type DuckDBType, type DuckDBValue } from '@duckdb/node-api';
import { DataType, Precision, type Data, type TimeUnit, type Vector } from 'apache-arrow';

/** How values of one Arrow column come into a table and out of it again. */
export interface ArrowColumn {
  /** Type of the table's column. */
  readonly type: DuckDBType;
  /** Type as the rest of the import knows it. */
  readonly shownType: string;
  /** Expression over the table's column of that type. */
  readonly sql: (id: string) => string;
  /** `vector` is the column of one batch, `data` its only piece. */
  readonly value: (vector: Vector, data: Data, row: number) => DuckDBValue;
}

/** Microseconds per unit, as numerator and denominator: seconds, milliseconds, microseconds, nanoseconds. */
const UNITS: readonly (readonly [bigint, bigint])[] = [
  [1_000_000n, 1n],
  [1_000n, 1n],
  [1n, 1n],
  [1n, 1_000n],
];

const same = (id: string): string => id;
const plain = (vector: Vector, _data: Data, row: number): DuckDBValue => vector.get(row) as DuckDBValue;

/** `undefined` for types that hold no single value. */
export function arrowColumn(type: DataType): ArrowColumn | undefined {
  if (DataType.isDictionary(type)) return arrowColumn(type.dictionary as DataType);
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type))
    return { type: VARCHAR, shownType: 'VARCHAR', sql: same, value: plain };
  if (DataType.isBool(type)) return { type: BOOLEAN, shownType: 'BOOLEAN', sql: same, value: plain };
  if (DataType.isFloat(type)) {
    const isSingle = type.precision === Precision.SINGLE;
    return { type: isSingle ? FLOAT : DOUBLE, shownType: isSingle ? 'FLOAT' : 'DOUBLE', sql: same, value: plain };
  }
  if (DataType.isInt(type)) {
    const isLong = type.bitWidth === 64 && !type.isSigned;
    return {
      type: isLong ? UBIGINT : BIGINT,
      shownType: isLong ? 'UBIGINT' : 'BIGINT',
      sql: same,
      value: (vector, _data, row) => BigInt(vector.get(row) as number | bigint),
    };
  }
  if (DataType.isTimestamp(type)) {
    const isZoned = (type.timezone ?? '') !== '';
    return {
      type: BIGINT,
      shownType: isZoned ? 'TIMESTAMP WITH TIME ZONE' : 'TIMESTAMP',
      sql: (id) => (isZoned ? `make_timestamptz(${id})` : `make_timestamp(${id})`),
      value: micros(type.unit),
    };
  }
  if (DataType.isDate(type))
    return {
      type: BIGINT,
      shownType: 'DATE',
      sql: (id) => `make_timestamp(${id})::DATE`,
      value: (vector, _data, row) => BigInt(Math.round(Number(vector.get(row)) * 1_000)),
    };
  if (DataType.isTime(type))
    return { type: BIGINT, shownType: 'TIME', sql: (id) => `make_timestamp(${id})::TIME`, value: micros(type.unit) };
  if (DataType.isDecimal(type))
    return {
      type: VARCHAR,
      shownType: 'VARCHAR',
      sql: same,
      value: (vector, _data, row) => decimalText(vector.get(row) as Uint32Array, type.scale),
    };
  return undefined;
}

/** Reads the raw integers: Arrow's own getters go through doubles of milliseconds. */
function micros(unit: TimeUnit): ArrowColumn['value'] {
  const [times, over] = UNITS[unit] ?? [1n, 1n];
  return (_vector, data, row) => {
    const raw = (data.values as BigInt64Array | Int32Array)[row] ?? 0;
    return (BigInt(raw) * times) / over;
  };
}

/** A 128-bit two's complement integer, lowest word first, with `scale` places. */
function decimalText(words: Uint32Array, scale: number): string {
  let value = 0n;
  for (let at = words.length - 1; at >= 0; at--) value = (value << 32n) | BigInt(words[at] ?? 0);
  value = BigInt.asIntN(32 * words.length, value);
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const text = scale === 0 ? whole : `${whole}.${digits.slice(digits.length - scale)}`;
  return value < 0n ? `-${text}` : text;
}
