import type { RawColumn, RawTable } from './raw-table.ts';

/** One column of numbers as SQL over `raw`. */
export interface NumberColumn {
  readonly column: RawColumn;
  /** The same number out of the column's value as text; NaN where unreadable. */
  readonly read: (text: string) => number;
  /** DOUBLE, NULL where empty or unreadable. */
  readonly double: string;
  /** The exact value as DECIMAL(18, scale), NULL where it does not fit. */
  readonly decimal: (scale: number) => string;
  /** Values were kept in 32 bits, so that a price equals its decimal only to that precision. */
  readonly isSingle: boolean;
}

/** A number with a currency sign, with thousands in groups of three, or both. */
const DECORATED = String.raw`^\s*[$€£¥]?\s*-?(\d{1,3}(,\d{3})+|\d+)(\.\d*)?\s*$`;

export function numberColumn(column: RawColumn, facts: RawTable['facts'], factor = 1): NumberColumn {
  const { id } = column;
  const type = column.isRead === true ? 'DOUBLE' : column.type;
  const isComma = facts.decimalComma === true;
  const plain = (value: string): string =>
    isComma
      ? value.replaceAll('.', '').replace(',', '.')
      : new RegExp(DECORATED).test(value)
        ? value.replaceAll(/[^-.0-9]/g, '')
        : value;
  const cast = (to: string): string => {
    if (type !== 'VARCHAR') return `try_cast(${id} AS ${to})`;
    if (isComma) return `try_cast(replace(replace(${id}, '.', ''), ',', '.') AS ${to})`;
    // Rare: only what cannot be read as it stands is looked at again.
    return `coalesce(try_cast(${id} AS ${to}), CASE WHEN regexp_matches(${id}, '${DECORATED}') THEN try_cast(regexp_replace(${id}, '[^-.0-9]', '', 'g') AS ${to}) END)`;
  };
  const double = factor === 1 ? cast('DOUBLE') : `(${cast('DOUBLE')} / ${factor})`;
  return {
    column,
    read: (value) =>
      value.trim() === '' ? Number.NaN : Number(column.type === 'VARCHAR' ? plain(value) : value) / factor,
    double,
    decimal: (scale) => (factor === 1 ? cast(`DECIMAL(18,${scale})`) : `try_cast(${double} AS DECIMAL(18,${scale}))`),
    isSingle: type === 'FLOAT',
  };
}

const BUYER = ['buy', 'b', 'buyer', 'bid', '1', 'long'];
const SELLER = ['sell', 's', 'seller', 'ask', 'a', '2', '-1', 'short'];
const MAKER_NAMES = new Set(['buyermaker', 'isbuyermaker', 'm']);

/** TINYINT: 0 unknown, 1 buyer took, 2 seller took. A column that says whether the buyer was the maker is turned round. */
export function sideColumn(column: RawColumn | undefined): string {
  if (column === undefined) return '0::TINYINT';
  const text = `lower(trim(${column.id}::VARCHAR))`;
  if (MAKER_NAMES.has(column.name.toLowerCase().replace(/[^a-z]/g, '')))
    return `(CASE ${text} WHEN 'true' THEN 2 WHEN 'false' THEN 1 WHEN '1' THEN 2 WHEN '0' THEN 1 ELSE 0 END)::TINYINT`;
  // No IN: with so many constants it becomes a join, and a join does not keep the order of rows.
  const among = (words: readonly string[]): string =>
    `list_contains([${words.map((word) => `'${word}'`).join(', ')}], ${text})`;
  return `(CASE WHEN ${among(BUYER)} THEN 1 WHEN ${among(SELLER)} THEN 2 ELSE 0 END)::TINYINT`;
}
