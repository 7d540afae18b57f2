/** Longest run of silent slots that keeps its width; more are drawn this wide. */
const MAX_BLANKS = 6;
/** A longer silence is a night or a break of the session: bars stand side by side there. Seconds. */
const LONGEST_SILENCE = 45 * 60;

/** Open times of the blank places between two neighbouring bars, exclusive, in seconds: one a silent slot, at most six, spread evenly. */
export function blanksBetween(before: number, after: number, step: number): number[] {
  const silent = Math.round((after - before) / step) - 1;
  if (silent <= 0 || isBreak(before, after, step)) return [];
  const count = Math.min(silent, MAX_BLANKS);
  return Array.from(
    { length: count },
    (_, index) => before + step * Math.floor(((index + 1) * (silent + 1)) / (count + 1)),
  );
}

/** True where a session ends between two neighbouring bars. */
export function isBreak(before: number, after: number, step: number): boolean {
  return after - before - step > LONGEST_SILENCE;
}
