/** A place in a text; line and column count from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** From places in compiled text to those in the source, by the `mappings` of a source map of one source (revision 3 proposal, J. Lenz and
 * N. Fitzgerald, 2011): segments of base-64 VLQ numbers, `,` between segments, `;` between lines. */
export class SourcePositions {
  /** Per compiled line its segments: compiled column, source line, source column, from 0, ascending. */
  readonly #lines: (readonly [number, number, number])[][];

  constructor(mappings: string) {
    let line = 0;
    let column = 0;
    this.#lines = mappings.split(';').map((segments) => {
      let compiled = 0;
      return segments
        .split(',')
        .filter((segment) => segment !== '')
        .map((segment) => {
          const [toCompiled = 0, , toLine = 0, toColumn = 0] = decode(segment);
          compiled += toCompiled;
          line += toLine;
          column += toColumn;
          return [compiled, line, column] as const;
        });
    });
  }

  /** The source's place of what stands at a compiled place: of the token there, or the one before it. */
  sourceOf({ line, column }: TextPosition): TextPosition {
    const segments = this.#lines[line - 1] ?? [];
    const found = segments.findLast(([compiled]) => compiled <= column - 1) ?? segments[0];
    return found === undefined ? { line, column } : { line: found[1] + 1, column: found[2] + 1 };
  }
}

function decode(segment: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const digit of segment) {
    const bits = DIGITS.indexOf(digit);
    value |= (bits & 31) << shift;
    shift += 5;
    if ((bits & 32) !== 0) continue;
    numbers.push((value & 1) === 1 ? -(value >>> 1) : value >>> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}
