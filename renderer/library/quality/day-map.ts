import type { DayQuality, SeriesDays } from '../../../shared/store/catalogue.ts';
import { formatPercent } from '../../ui/format.ts';
import type { HeatColumn, HeatPlace, HeatRow } from '../../ui/heatmap/heat-data.ts';
import type { DamageOn } from './damaged-days.ts';

export type Measure = 'quality' | 'coverage';

/** `2013-10` of a month, or every date there is. */
export type Period = string;
export const ALL_DATES = 'all';

export interface DayMap {
  readonly columns: readonly HeatColumn[];
  readonly rows: readonly HeatRow[];
  /** Dates of the columns, ascending. */
  readonly dates: readonly string[];
  seriesAt(place: HeatPlace): SeriesDays | undefined;
  dayAt(place: HeatPlace): DayQuality | undefined;
  placeOf(seriesId: string, date: string): HeatPlace | undefined;
}

/** Months that hold a session of any series, ascending. */
export function monthsOf(series: readonly SeriesDays[]): string[] {
  const months = new Set<string>();
  for (const { days } of series) for (const { date } of days) months.add(date.slice(0, 7));
  return [...months].sort();
}

/** Symbol by day. A column for each date on which some series has a session; a cell that its series lacks is `not in store`. */
export function dayMap(
  series: readonly SeriesDays[],
  period: Period,
  measure: Measure,
  damaged: DamageOn = () => undefined,
): DayMap {
  const isShown = (date: string): boolean => period === ALL_DATES || date.startsWith(period);
  const dates = [
    ...new Set(series.flatMap(({ days }) => days.map(({ date }) => date as string).filter(isShown))),
  ].sort();
  const columnOf = new Map(dates.map((date, index) => [date, index]));
  const byPlace = series.map(({ days }) => {
    const cells: (DayQuality | undefined)[] = Array.from({ length: dates.length });
    for (const day of days) {
      const column = columnOf.get(day.date);
      if (column !== undefined) cells[column] = day;
    }
    return cells;
  });
  const symbols = new Map<string, number>();
  for (const { symbol, interval } of series) {
    const name = `${symbol} ${interval}`;
    symbols.set(name, (symbols.get(name) ?? 0) + 1);
  }
  const rows = series.map((one, index): HeatRow => {
    const cells = byPlace[index] ?? [];
    const known = cells.filter((day) => day !== undefined);
    const isShared = (symbols.get(`${one.symbol} ${one.interval}`) ?? 0) > 1;
    return {
      key: one.id,
      label: one.symbol,
      detail: isShared ? `${one.interval} ${one.source}` : one.interval,
      cells: cells.map((day, column) => {
        const isDamaged = day !== undefined && damaged(one.id, day.date) !== undefined;
        const said = day === undefined ? 'not in store' : `${measure} ${formatPercent(day[measure])}`;
        return {
          name: `${one.symbol} ${dates[column]} ${said}${isDamaged ? ', file damaged' : ''}`,
          value: day?.[measure],
          ...(isDamaged ? { isDamaged } : {}),
        };
      }),
      mean: known.length === 0 ? undefined : known.reduce((sum, day) => sum + day[measure], 0) / known.length,
    };
  });
  return {
    columns: dates.map((date, index) => columnFor(date, dates[index - 1], period)),
    rows,
    dates,
    seriesAt: ({ row }) => series[row],
    dayAt: ({ row, column }) => byPlace[row]?.[column],
    placeOf: (seriesId, date) => {
      const row = series.findIndex(({ id }) => id === seriesId);
      const column = columnOf.get(date);
      return row === -1 || column === undefined ? undefined : { row, column };
    },
  };
}

function columnFor(date: string, before: string | undefined, period: Period): HeatColumn {
  if (period === ALL_DATES) {
    const startsMonth = before === undefined || before.slice(0, 7) !== date.slice(0, 7);
    return { key: date, label: startsMonth ? date.slice(2, 7) : '', isMajor: startsMonth };
  }
  return { key: date, label: String(Number(date.slice(8))), isMajor: before === undefined || startsWeek(before, date) };
}

/** True where a Monday lies after `before` and up to `date`. */
function startsWeek(before: string, date: string): boolean {
  const week = (text: string): number => Math.floor((Date.parse(`${text}T00:00:00Z`) / 86_400_000 + 3) / 7);
  return week(before) !== week(date);
}
