/** Closed bars that a chart may ask for; it holds half as many again before it drops the oldest. A jump sends, unpacks and sets them all. */
const SIZES = [512, 1_024, 2_048] as const;
/** Items to the left of what is in sight, so that scrolling a little asks for nothing. */
const SPARE = 200;
/** A window is made smaller only where it is so many times too large: zooming to and fro asks for nothing. */
const SLACK = 4;

/** What a chart asks for before it knows how many bars are in sight: enough for a whole screen at its first zoom. */
export const FIRST_WINDOW = SIZES[0];

/** Bars to ask for where `visible` are in sight and `asked` are asked for by now. */
export function windowBars(visible: number, asked: number): number {
  const wanted = SIZES.find((size) => size >= visible + SPARE) ?? SIZES[SIZES.length - 1] ?? asked;
  return wanted > asked || wanted * SLACK <= asked ? wanted : asked;
}
