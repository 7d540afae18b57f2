const TOKEN = /[\p{ID_Start}$_#][\p{ID_Continue}$]*|\d[\w.]*|\s+|[^]/gu;

/** A line of some thousand tokens was written by a program; nobody counts its columns. */
const MAX_CELLS = 4_000_000;

interface Token {
  readonly text: string;
  /** Counts from 0. */
  readonly column: number;
}

/** The column of a source line at which what stands at a column of its compiled line was written; both count from 1. Stripping types keeps
 * every line where it is and most of its tokens; the longest common sequence of tokens joins them. (sucrase's own source maps lose the
 * columns of all that follows a template which begins with `${`, seen in 3.35.1.) */
export function sourceColumn(source: string, compiled: string, column: number): number {
  if (source === compiled) return column;
  const from = tokensOf(compiled);
  const to = tokensOf(source);
  if (from.length * to.length > MAX_CELLS) return column;
  const partner = align(from, to);
  for (let i = from.findLastIndex((token) => token.column <= column - 1); i >= 0; i--) {
    const found = to[partner[i] ?? -1];
    if (found !== undefined) return found.column + 1;
  }
  return 1;
}

function tokensOf(line: string): Token[] {
  return [...line.matchAll(TOKEN)]
    .map(({ 0: text, index }) => ({ text, column: index }))
    .filter(({ text }) => text.trim() !== '');
}

/** For each token of `from` the place in `to` of its partner in a longest common sequence; absent where it has none. */
function align(from: readonly Token[], to: readonly Token[]): (number | undefined)[] {
  const lengths = Array.from({ length: from.length + 1 }, () => new Uint32Array(to.length + 1));
  const length = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = 1; i <= from.length; i++) {
    const row = lengths[i] as Uint32Array;
    for (let j = 1; j <= to.length; j++) {
      const isSame = from[i - 1]?.text === to[j - 1]?.text;
      row[j] = isSame ? length(i - 1, j - 1) + 1 : Math.max(length(i - 1, j), length(i, j - 1));
    }
  }
  const partner: (number | undefined)[] = [];
  for (let i = from.length, j = to.length; i > 0 && j > 0;) {
    if (from[i - 1]?.text === to[j - 1]?.text) partner[--i] = --j;
    else if (length(i - 1, j) >= length(i, j - 1)) i -= 1;
    else j -= 1;
  }
  return partner;
}
