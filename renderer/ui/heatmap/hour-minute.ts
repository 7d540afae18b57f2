import { micros, MICROS_PER_HOUR, MICROS_PER_MINUTE, type Micros } from '../../../shared/market/time.ts';
import type { QualityCell } from '../../../shared/quality/quality.ts';
import { formatPercent } from '../format.ts';
import type { HeatColumn, HeatPlace, HeatRow } from './heat-data.ts';

/** Columns of an hour: its minutes. */
export const MINUTE_COLUMNS: readonly HeatColumn[] = Array.from({ length: 60 }, (_, minute) => ({
  key: String(minute),
  label: `:${String(minute).padStart(2, '0')}`,
  isMajor: minute % 10 === 0,
}));

export interface HourMinuteMap {
  readonly rows: readonly HeatRow[];
  /** The place of the minute that holds an instant. */
  placeOf(time: Micros): HeatPlace | undefined;
  /** The first cell that begins at an instant or later: it and all after it are ahead of a clock that stands there. */
  aheadFrom(time: Micros): HeatPlace | undefined;
  /** The cell at a place. */
  cellAt(place: HeatPlace): QualityCell | undefined;
}

/** Minutes of one session, ascending, by wall hour. `wallOf` gives wall time of an instant, as micros. */
export function hourMinuteMap(
  symbol: string,
  minutes: readonly QualityCell[],
  wallOf: (time: Micros) => Micros,
): HourMinuteMap {
  const hours = new Map<number, (QualityCell | undefined)[]>();
  const places = new Map<number, HeatPlace>();
  for (const cell of minutes) {
    const wall = wallOf(cell.from);
    const hour = Math.floor(wall / MICROS_PER_HOUR);
    const row = hours.get(hour) ?? Array.from<QualityCell | undefined>({ length: 60 });
    const column = Math.floor((wall - hour * MICROS_PER_HOUR) / MICROS_PER_MINUTE);
    row[column] = cell;
    hours.set(hour, row);
    places.set(Math.floor(cell.from / MICROS_PER_MINUTE), { row: hours.size - 1, column });
  }
  const grid = [...hours.values()];
  const rows = [...hours.keys()].map((hour, index): HeatRow => {
    const cells = grid[index] ?? [];
    const clock = `${String(((hour % 24) + 24) % 24).padStart(2, '0')}`;
    const known = cells.filter((cell) => cell !== undefined);
    const mean = meanQuality(known);
    return {
      key: String(hour),
      label: `${clock}:00`,
      cells: cells.map((cell, minute) =>
        cell === undefined
          ? undefined
          : {
              name: `${symbol} ${clock}:${String(minute).padStart(2, '0')} quality ${formatPercent(cell.quality)}`,
              value: cell.quality,
              isShort: cell.short > 0,
            },
      ),
      mean,
      meanName: `${symbol} ${clock}:00 to ${clock}:59 quality ${formatPercent(mean ?? 100)}`,
    };
  });
  const placeOf = (time: Micros): HeatPlace | undefined => places.get(Math.floor(time / MICROS_PER_MINUTE));
  return {
    rows,
    placeOf,
    aheadFrom: (time) => {
      const cell = minutes.find(({ from }) => from >= time);
      return cell === undefined ? undefined : placeOf(cell.from);
    },
    cellAt: ({ row, column }) => grid[row]?.[column],
  };
}

/** Quality over several cells: proven slots of all by expected slots of all; `undefined` where nothing is expected. */
export function meanQuality(
  cells: readonly { expected: number; present: number; verifiedEmpty: number }[],
): number | undefined {
  let expected = 0;
  let proven = 0;
  for (const cell of cells) {
    expected += cell.expected;
    proven += cell.present + cell.verifiedEmpty;
  }
  return expected === 0 ? undefined : (proven / expected) * 100;
}

/** Start of the minute that holds an instant. */
export function minuteOf(time: Micros): Micros {
  return micros(Math.floor(time / MICROS_PER_MINUTE) * MICROS_PER_MINUTE);
}
