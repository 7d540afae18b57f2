import type { SeriesKind } from '../../../../shared/market/series.ts';
import type { RawTable } from '../raw-table.ts';
import type { ColumnMap } from './column-map.ts';
import type { Sample } from './sample.ts';

interface Found {
  readonly kind: SeriesKind;
  readonly columns: ColumnMap;
  readonly evidence: string;
}

/** Recognises prices by their values in a table without names: four columns where low <= open, close <= high in every row are bars
 * in the usual order; the next column is the volume. */
export function findPrices(
  raw: RawTable,
  sample: Sample,
  known: ColumnMap,
  taken: ReadonlySet<string>,
): Found | undefined {
  const used = new Set([...Object.values(known).map(({ id }) => id), ...taken]);
  const comma = raw.facts.decimalComma === true;
  const numbers = raw.columns
    .filter(({ id }) => !used.has(id))
    .map((column) => ({ column, values: sample.all(column).map((value) => toNumber(value, comma)) }))
    .filter(({ values }) => values.length > 0 && values.filter(Number.isFinite).length >= values.length * 0.8);
  for (let at = 0; at + 4 <= numbers.length; at++) {
    const [open, high, low, close] = numbers.slice(at, at + 4);
    if (open === undefined || high === undefined || low === undefined || close === undefined) break;
    if (!isBar(open.values, high.values, low.values, close.values)) continue;
    const volume = numbers[at + 4]?.column;
    return {
      kind: 'bars',
      columns: {
        open: open.column,
        high: high.column,
        low: low.column,
        close: close.column,
        ...(volume === undefined ? {} : { volume }),
      },
      evidence: `No names: ${open.column.name} to ${close.column.name} satisfy low <= open, close <= high in every row looked at.`,
    };
  }
  return undefined;
}

function isBar(o: readonly number[], h: readonly number[], l: readonly number[], c: readonly number[]): boolean {
  let good = 0;
  let moving = 0;
  let seen = 0;
  for (let i = 0; i < o.length; i++) {
    const [open, high, low, close] = [o[i], h[i], l[i], c[i]] as [number, number, number, number];
    if (![open, high, low, close].every(Number.isFinite)) continue;
    seen++;
    if (low > 0 && low <= Math.min(open, close) && high >= Math.max(open, close)) good++;
    if (high > low) moving++;
  }
  return seen > 0 && good >= seen * 0.98 && moving > 0;
}

function toNumber(text: string, comma: boolean): number {
  if (text.trim() === '') return Number.NaN;
  return Number(comma ? text.replaceAll('.', '').replace(',', '.') : text);
}
