/** Rows of a column for a picture of it, ascending and at most `most` (4 or more): of each of equal stretches its lowest and its highest
 * row, and the ends; all rows where they are no more than that. */
export function thinRows(values: ArrayLike<number>, most: number): readonly number[] {
  if (values.length <= most) return Array.from(values, (_, row) => row);
  const stretches = Math.floor(most / 2) - 1;
  const rows = new Set<number>([0]);
  for (let part = 0; part < stretches; part++) {
    const from = Math.floor((part * values.length) / stretches);
    const to = Math.floor(((part + 1) * values.length) / stretches);
    let [low, high] = [from, from];
    for (let row = from; row < to; row++) {
      if ((values[row] as number) < (values[low] as number)) low = row;
      if ((values[row] as number) > (values[high] as number)) high = row;
    }
    rows.add(Math.min(low, high)).add(Math.max(low, high));
  }
  return [...rows.add(values.length - 1)];
}
