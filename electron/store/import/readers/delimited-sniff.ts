import { looksLikeNumber, looksLikeTime } from './cell.ts';

/** What the first lines of a delimited text tell about the rest. */
export interface DelimitedForm {
  readonly delimiter: string;
  /** Physical lines before the first row of data: preamble, comments, header. */
  readonly skip: number;
  /** Those of them that are comments: DuckDB does not count them among the lines that it skips. */
  readonly skippedComments: number;
  /** Names in the file's order, or `undefined` without a header. */
  readonly names?: readonly string[];
  readonly width: number;
  readonly decimalComma: boolean;
  readonly comment?: string;
  readonly evidence: readonly string[];
}

const DELIMITERS = [',', ';', '\t', '|'] as const;
const NAMES: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
  ' ': 'space',
};
const SAMPLE_LINES = 200;

export function delimiterName(delimiter: string): string {
  return NAMES[delimiter] ?? `"${delimiter}"`;
}

/** Splits one line; quotes as in RFC 4180. */
export function splitLine(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let i = 0; i < line.length; i++) {
    const char = line[i] as string;
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (line[i + 1] === '"') {
        cell += '"';
        i++;
      } else isQuoted = false;
    } else if (char === '"' && cell === '') isQuoted = true;
    else if (char === delimiter) {
      cells.push(cell);
      cell = '';
    } else cell += char;
  }
  cells.push(cell);
  return cells;
}

/** `undefined` when the text is no table. `isWhole` says that `head` is all of the text, so that its last line is complete. */
export function sniffDelimited(head: string, isWhole: boolean, given?: string): DelimitedForm | undefined {
  const lines = head.split(/\r\n|\n|\r/);
  if (!isWhole && lines.length > 1) lines.pop();
  while (lines.length > 0 && lines[lines.length - 1] === '') lines.pop();
  const comment = lines.some((line) => line.startsWith('#')) ? '#' : undefined;
  const content = lines
    .map((text, line) => ({ text, line }))
    .filter(({ text }) => text.trim() !== '' && !isComment(text, comment))
    .slice(0, SAMPLE_LINES);
  if (content.length === 0) return undefined;

  const best = (given === undefined ? DELIMITERS : [given])
    .map((delimiter) => ({ delimiter, ...shapeOf(content, delimiter) }))
    .sort((a, b) => b.agreeing * b.width - a.agreeing * a.width)[0];
  if (best === undefined || (best.width < 2 && given === undefined)) return undefined;
  const form = describe(best.delimiter, best.width, content, comment);
  const skippedComments = lines.slice(0, form.skip).filter((line) => isComment(line, comment)).length;
  return { ...form, skippedComments };
}

export function isComment(line: string, mark: string | undefined): boolean {
  return mark !== undefined && line.startsWith(mark);
}

interface Line {
  readonly text: string;
  readonly line: number;
}

/** The field count most lines have, and how many of them do. A count of one is no table. */
function shapeOf(content: readonly Line[], delimiter: string): { width: number; agreeing: number } {
  const counts = new Map<number, number>();
  for (const { text } of content) {
    const width = splitLine(text, delimiter).length;
    counts.set(width, (counts.get(width) ?? 0) + 1);
  }
  let width = 1;
  let agreeing = 0;
  for (const [fields, lines] of counts) {
    if (fields > 1 && lines * fields > agreeing * width) {
      width = fields;
      agreeing = lines;
    }
  }
  return { width, agreeing };
}

function describe(
  delimiter: string,
  width: number,
  content: readonly Line[],
  comment: string | undefined,
): Omit<DelimitedForm, 'skippedComments'> {
  const evidence: string[] = [];
  const rows = content.map(({ text, line }) => ({ line, cells: splitLine(text, delimiter) }));
  const first = Math.max(
    0,
    rows.findIndex(({ cells }) => cells.length >= Math.min(width, 2) && cells.length >= width - 1),
  );
  const header = rows[first];
  const body = rows.slice(first + 1).filter(({ cells }) => cells.length === width);
  const hasHeader =
    header !== undefined &&
    isHeader(
      header.cells,
      body.slice(0, 20).map(({ cells }) => cells),
    );
  if (first > 0) evidence.push(`${first} lines before the table were left out.`);
  const data = hasHeader ? rows.slice(first + 1) : rows.slice(first);
  const names = hasHeader ? headerNames(header.cells, width, data[0]?.cells ?? [], evidence) : undefined;
  const cells = data.flatMap((row) => row.cells);
  const decimalComma = usesDecimalComma(cells, delimiter);
  if (decimalComma) evidence.push('Decimals are written with a comma.');
  else if (cells.some((cell) => GROUPED.test(cell))) evidence.push('Commas separate thousands.');
  const lastSkipped = hasHeader ? header.line + 1 : (rows[first]?.line ?? 0);
  return {
    delimiter,
    skip: lastSkipped,
    ...(names === undefined ? {} : { names }),
    width,
    decimalComma,
    ...(comment === undefined ? {} : { comment }),
    evidence,
  };
}

/** A header holds no number and no stamp, while the rows below do. An empty name (pandas' index) does not count against it. */
function isHeader(cells: readonly string[], body: readonly (readonly string[])[]): boolean {
  const isValue = (cell: string): boolean => looksLikeNumber(cell) || looksLikeTime(cell);
  if (cells.some(isValue)) return false;
  return body.length === 0 ? cells.every((cell) => /[a-z<]/i.test(cell)) : body.some((row) => row.some(isValue));
}

/** A header one name short, where a date is followed by a time: the name that lacks is the time's. */
function headerNames(cells: readonly string[], width: number, row: readonly string[], evidence: string[]): string[] {
  const names = cells.map((cell) => cell.trim());
  const dateAt = names.findIndex((name) => /date|datum|day|timestamp/i.test(name));
  if (names.length === width - 1 && dateAt >= 0 && /^\d{1,2}:?\d{2}/.test(row[dateAt + 1] ?? '')) {
    names.splice(dateAt + 1, 0, 'Time');
    evidence.push(
      `The header has ${width - 1} names over ${width} fields: "Time" after "${names[dateAt] ?? ''}" is missing.`,
    );
  }
  while (names.length < width) names.push('');
  return names.slice(0, width);
}

const GROUPED = /^\s*\D?[1-9]\d{0,2}(,\d{3})+(\.\d*)?\s*$/;

/** Between commas, only quoted cells that cannot be groups of thousands show decimals written with one. */
function usesDecimalComma(cells: readonly string[], delimiter: string): boolean {
  let commas = 0;
  let points = 0;
  for (const cell of cells) {
    if (/^\s*[-+]?\d+,\d+\s*$/.test(cell)) commas += delimiter === ',' && GROUPED.test(cell) ? 0 : 1;
    else if (/^\s*[-+]?\d+\.\d+\s*$/.test(cell)) points++;
  }
  return commas > 0 && commas > points;
}
