const BITS = 8;
/** Rows of one part: what grows in parts is never copied to make room for more. */
export const PART = 1 << BITS;

/** Bits: of a row that comes out of a column of numbers, a division is one of doubles, and its remainder takes forty times as long. */
export function partOfRow(row: number): number {
  return row >>> BITS;
}

export function placeInPart(row: number): number {
  return row & (PART - 1);
}
