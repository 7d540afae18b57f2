import type { KnownLayout, RawColumn } from '../raw-table.ts';
import type { ColumnMap } from './column-map.ts';
import { COLUMN_NAMES, plainName } from './column-names.ts';
import type { Sample } from './sample.ts';

/** Meanings whose cells are numbers and are looked at as nothing else. */
const NUMBERS = [
  'open', 'high', 'low', 'close', 'volume', 'vwap', 'bid', 'ask', 'bid-size', 'ask-size', 'price', 'size',
] as const satisfies readonly (keyof ColumnMap)[]; // prettier-ignore
const NAMES = new Set(NUMBERS.flatMap((meaning) => COLUMN_NAMES[meaning]));
const PLAIN = /^-?\d+(\.\d+)?$/;

/** Marks the columns of a text that are prices or sizes by a known layout, by name or, without names, by a decimal point, and hold plain numbers as far
 * as was looked. */
export function markNumbers(
  columns: readonly RawColumn[],
  written: Sample,
  hasNames: boolean,
  layout: KnownLayout | undefined,
): RawColumn[] {
  const isWanted = (column: RawColumn, cells: readonly string[]): boolean => {
    const meaning = layout?.meanings[column.id];
    if (layout !== undefined) return NUMBERS.some((number) => number === meaning);
    return hasNames ? NAMES.has(plainName(column.name)) : cells.some((cell) => cell.includes('.'));
  };
  return columns.map((column) => {
    const cells = written.of(column);
    const isNumber = cells.length > 0 && cells.every((cell) => PLAIN.test(cell)) && isWanted(column, cells);
    return isNumber ? { ...column, isRead: true } : column;
  });
}

/** False where a column that was read as numbers has a meaning that needs its text. */
export function areNumbers(columns: ColumnMap): boolean {
  return Object.entries(columns).every(
    ([meaning, { isRead }]) => isRead !== true || NUMBERS.some((number) => number === meaning),
  );
}
