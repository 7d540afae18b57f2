import type { SeriesKind } from '../../../shared/market/series.ts';
import { percent } from '../../../shared/quality/quality.ts';
import type { SeriesDays, SeriesSummary } from '../../../shared/store/catalogue.ts';

export type KindFilter = 'all' | SeriesKind;

export type SortColumn =
  | 'symbol' | 'kind' | 'interval' | 'source' | 'calendar' | 'from' | 'to' | 'sessions' | 'rows' | 'bytes' | 'coverage' | 'quality'; // prettier-ignore

export interface Sort {
  readonly column: SortColumn;
  readonly descending: boolean;
}

export interface CatalogueFilter {
  readonly text: string;
  readonly kind: KindFilter;
}

/** `1s` of bars, `per 1s` or `events` of quotes, `events` of trades. */
export function gridOf(series: SeriesSummary): string {
  if (series.kind === 'bars') return series.interval ?? '';
  return series.kind === 'quotes' && series.sampled !== undefined && series.sampled !== 'event'
    ? `per ${series.sampled}`
    : 'events';
}

/** Series with sessions, coverage and quality filled in from their days, where the catalogue does not state them yet. */
export function withQuality(series: readonly SeriesSummary[], days: readonly SeriesDays[]): SeriesSummary[] {
  const known = new Map(days.map((one) => [one.id, one.days]));
  return series.map((row) => {
    const held = known.get(row.id)?.filter(({ present }) => present > 0) ?? [];
    if (row.quality !== undefined || held.length === 0) return row;
    const sum = (count: 'expected' | 'present' | 'verifiedEmpty'): number =>
      held.reduce((total, day) => total + day[count], 0);
    return {
      ...row,
      sessions: held.length,
      coverage: percent(sum('present'), sum('expected')),
      quality: percent(sum('present') + sum('verifiedEmpty'), sum('expected')),
    };
  });
}

/** Series that hold every word of the filter in symbol, kind, interval, source or calendar, sorted; ties go by symbol, kind, interval, source. */
export function visibleSeries(series: readonly SeriesSummary[], filter: CatalogueFilter, sort: Sort): SeriesSummary[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = series.filter((row) => {
    if (filter.kind !== 'all' && row.kind !== filter.kind) return false;
    const text = `${row.symbol} ${row.kind} ${gridOf(row)} ${row.source} ${row.calendar}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const direction = sort.descending ? -1 : 1;
  return shown.sort((a, b) => direction * compareBy(sort.column, a, b) || tie(a, b));
}

function compareBy(column: SortColumn, a: SeriesSummary, b: SeriesSummary): number {
  if (column === 'interval') return compareText(gridOf(a), gridOf(b));
  const left = a[column];
  const right = b[column];
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right);
  return (typeof left === 'number' ? left : -1) - (typeof right === 'number' ? right : -1);
}

function tie(a: SeriesSummary, b: SeriesSummary): number {
  return (
    compareText(a.symbol, b.symbol) ||
    compareText(a.kind, b.kind) ||
    compareText(gridOf(a), gridOf(b)) ||
    compareText(a.source, b.source)
  );
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The sort after a click on a column's head: a second click turns it round. Figures start with the largest. */
export function nextSort(sort: Sort, column: SortColumn): Sort {
  if (sort.column === column) return { column, descending: !sort.descending };
  return { column, descending: ['sessions', 'rows', 'bytes'].includes(column) };
}
