import { AppError } from '../../../shared/lang/app-error.ts';
import { addDays, parseSessionDate, type SessionDate } from '../../../shared/market/time.ts';
import type { CorporateAction } from '../../../shared/trading/corporate-action.ts';

/** Splits are of so many old units at the most: 3 to 2, 1 to 20. */
const MOST_OLD_UNITS = 20;
const CUT = 5e-6;

type Line = { readonly number: number; readonly cells: readonly string[] };

/** Splits and dividends from a table of one symbol, by date. Two forms are known:
 *
 * - LEAN's factor file, without a head: `yyyymmdd,price factor,split factor,reference price`. A row's factors hold up to and with its
 *   date; where the next row has others, something took effect on the day after. A split gives `next split factor / this one` new units
 *   for each old one, as the simple fraction that its eight places mean where there is one; a dividend is `reference price x (1 - this price factor / the next one)`, rounded to 1/10,000, which is as exact as
 *   its seven places are;
 * - a table with the head `date,split,dividend`, or one of the two: dates as 2024-06-10, the day it takes effect; new units for each old
 *   one; cash a unit.
 *
 * Throws `bad-config` with the line that cannot be read. */
export function parseFactors(symbol: string, text: string): readonly CorporateAction[] {
  const lines = text
    .split(/\r?\n/)
    .map((line, index): Line => ({ number: index + 1, cells: line.split(',').map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const [head, ...rows] = lines;
  if (head === undefined) throw unreadable(1, 'the file is empty');
  return /^\d{8}$/.test(head.cells[0] ?? '') ? fromLean(symbol, lines) : fromTable(symbol, head, rows);
}

function fromLean(symbol: string, lines: readonly Line[]): readonly CorporateAction[] {
  const rows = lines.map((line) => {
    const [, year = '', month = '', day = ''] = /^(\d{4})(\d\d)(\d\d)$/.exec(line.cells[0] ?? '') ?? [];
    const [price, split] = [positive(line, 1), positive(line, 2)];
    return { line, date: dateOf(line, `${year}-${month}-${day}`), price, split };
  });
  return rows.flatMap((row, index) => {
    const next = rows[index + 1];
    if (next === undefined) return [];
    if (next.date <= row.date) throw unreadable(next.line.number, `${next.date} does not come after ${row.date}`);
    const split = meant(next.split / row.split);
    const paid = row.price === next.price ? 0 : positive(row.line, 3) * (1 - row.price / next.price);
    return action(symbol, addDays(row.date, 1), split, round(paid, 4));
  });
}

function fromTable(symbol: string, head: Line, rows: readonly Line[]): readonly CorporateAction[] {
  const place = (name: string): number => head.cells.findIndex((cell) => cell.toLowerCase() === name);
  const [date, split, dividend] = [place('date'), place('split'), place('dividend')];
  if (date === -1 || (split === -1 && dividend === -1)) {
    throw unreadable(
      head.number,
      `'${head.cells.join(',')}' is neither the head date,split,dividend nor a row of a LEAN factor file`,
    );
  }
  const value = (line: Line, at: number): number | undefined =>
    at === -1 || (line.cells[at] ?? '') === '' ? undefined : positive(line, at);
  return rows
    .flatMap((line) =>
      action(symbol, dateOf(line, line.cells[date] ?? ''), value(line, split) ?? 1, value(line, dividend) ?? 0),
    )
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

function action(symbol: string, date: SessionDate, split: number, dividend: number): readonly CorporateAction[] {
  if (split === 1 && dividend === 0) return [];
  return [{ symbol, date, ...(split === 1 ? {} : { split }), ...(dividend === 0 ? {} : { dividend }) }];
}

function dateOf({ number, cells }: Line, text: string): SessionDate {
  const date = parseSessionDate(text);
  if (date === undefined) throw unreadable(number, `'${cells.join(',')}' has no date`);
  return date;
}

function positive({ number, cells }: Line, at: number): number {
  const value = Number(cells[at] === '' ? Number.NaN : cells[at]);
  if (value > 0 && Number.isFinite(value)) return value;
  throw unreadable(number, `'${cells[at] ?? ''}' is not a number above 0`);
}

/** Factors are cut to eight places: 1.999996 is 2. */
function meant(ratio: number): number {
  for (let units = 1; units <= MOST_OLD_UNITS; units++) {
    const whole = Math.round(ratio * units);
    if (whole > 0 && Math.abs(whole / units - ratio) <= ratio * CUT) return whole / units;
  }
  return round(ratio, 6);
}

const round = (value: number, places: number): number => Number(value.toFixed(places));

function unreadable(line: number, reason: string): AppError {
  return new AppError('bad-config', `line ${line}: ${reason}`);
}
