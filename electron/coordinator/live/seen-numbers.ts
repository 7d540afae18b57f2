/** Whole numbers seen so far, as runs: what mostly ascends without holes takes no room. */
export class SeenNumbers {
  /** From and to in pairs, `[from, to)`, ascending, with a hole between each two. */
  readonly #runs: number[] = [];

  /** False when the number was seen before. */
  add(value: number): boolean {
    const runs = this.#runs;
    let at = runs.length;
    while (at > 0 && (runs[at - 2] as number) > value) at -= 2;
    const end = runs[at - 1];
    if (end !== undefined && value < end) return false;
    const joinsBefore = end === value;
    const joinsAfter = runs[at] === value + 1;
    if (joinsBefore && joinsAfter) runs.splice(at - 1, 2);
    else if (joinsBefore) runs[at - 1] = value + 1;
    else if (joinsAfter) runs[at] = value;
    else runs.splice(at, 0, value, value + 1);
    return true;
  }
}
