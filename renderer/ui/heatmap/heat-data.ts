/** What a heatmap of quality shows, apart from how it is drawn. */

/** One cell; its name is what assistive software reads and tests look for: `SPY 2013-10-07 quality 61.7 %`. */
export interface HeatCell {
  readonly name: string;
  /** Percent; absent where the store holds nothing. */
  readonly value: number | undefined;
  /** A minute that S15 proves incomplete: drawn with a cut corner. */
  readonly isShort?: boolean;
  /** Its stored file is missing or altered: drawn with a cross. */
  readonly isDamaged?: boolean;
}

export interface HeatRow {
  readonly key: string;
  readonly label: string;
  /** Dimmed addition to the label: the interval. */
  readonly detail?: string;
  /** One entry a column; `undefined` where the row has no such cell. */
  readonly cells: readonly (HeatCell | undefined)[];
  /** Last column; absent where the row holds nothing. */
  readonly mean: number | undefined;
  readonly meanName?: string;
}

export interface HeatColumn {
  readonly key: string;
  /** Shown above the column where there is room. */
  readonly label: string;
  /** Labelled also where columns are narrow: the first of a week, a full ten minutes. */
  readonly isMajor: boolean;
}

/** A place in a map; both from 0. */
export interface HeatPlace {
  readonly row: number;
  readonly column: number;
}

export const samePlace = (a: HeatPlace | undefined, b: HeatPlace | undefined): boolean =>
  a?.row === b?.row && a?.column === b?.column;

/** Where an arrow key, Home or End leads from `from`: to the next cell that exists, or nowhere. */
export function moveCursor(rows: readonly HeatRow[], from: HeatPlace, key: string): HeatPlace | undefined {
  const exists = (place: HeatPlace): boolean => rows[place.row]?.cells[place.column] !== undefined;
  const along = (dRow: number, dColumn: number): HeatPlace | undefined => {
    let place = { row: from.row + dRow, column: from.column + dColumn };
    const columns = rows[from.row]?.cells.length ?? 0;
    while (place.row >= 0 && place.row < rows.length && place.column >= 0 && place.column < columns) {
      if (exists(place)) return place;
      place = { row: place.row + dRow, column: place.column + dColumn };
    }
    return undefined;
  };
  const cells = rows[from.row]?.cells ?? [];
  switch (key) {
    case 'ArrowLeft':
      return along(0, -1);
    case 'ArrowRight':
      return along(0, 1);
    case 'ArrowUp':
      return along(-1, 0);
    case 'ArrowDown':
      return along(1, 0);
    case 'Home':
      return { row: from.row, column: cells.findIndex((cell) => cell !== undefined) };
    case 'End':
      return { row: from.row, column: cells.findLastIndex((cell) => cell !== undefined) };
    default:
      return undefined;
  }
}

/** The first cell that exists. */
export function firstPlace(rows: readonly HeatRow[]): HeatPlace | undefined {
  for (const [row, { cells }] of rows.entries()) {
    const column = cells.findIndex((cell) => cell !== undefined);
    if (column !== -1) return { row, column };
  }
  return undefined;
}
