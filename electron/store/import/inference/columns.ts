import { COLUMN_MEANINGS, type ColumnMeaning, type ImportOptions } from '../../../../shared/store/import.ts';
import type { SeriesKind } from '../../../../shared/market/series.ts';
import type { RawColumn, RawTable } from '../raw-table.ts';
import type { Findings } from './answer.ts';
import type { ColumnMap } from './column-map.ts';
import { COLUMN_NAMES, plainName } from './column-names.ts';
import { findPrices } from './price-columns.ts';
import type { Sample } from './sample.ts';
import { isClock, isTimeLike, textTime } from './time-text.ts';

export interface ColumnAnswer {
  readonly kind?: SeriesKind;
  readonly columns: ColumnMap;
}

const BAR = ['open', 'high', 'low', 'close'] as const;
const KINDS: Readonly<Record<SeriesKind, readonly (keyof ColumnMap)[]>> = {
  bars: [...BAR, 'volume', 'vwap', 'trades'],
  quotes: ['bid', 'ask', 'bid-size', 'ask-size'],
  trades: ['price', 'size', 'side'],
};
const NEEDED: Readonly<Record<SeriesKind, readonly (keyof ColumnMap)[]>> = {
  bars: BAR,
  quotes: ['bid', 'ask'],
  trades: ['price'],
};

/** Finds what each column means: as told, by a known layout, by name, or by the values where there are no names. */
export function inferColumns(raw: RawTable, sample: Sample, options: ImportOptions, findings: Findings): ColumnAnswer {
  const told = toldColumns(raw, options, findings);
  const isFree = (column: RawColumn): boolean => !told.named.has(column.id);
  const layout = raw.layout?.meanings ?? {};
  const byLayout = (meaning: ColumnMeaning): RawColumn | undefined =>
    raw.columns.find((column) => isFree(column) && layout[column.id] === meaning);
  const byName = (meaning: keyof ColumnMap): RawColumn | undefined =>
    COLUMN_NAMES[meaning]
      .flatMap((name) => raw.columns.filter((column) => isFree(column) && plainName(column.name) === name))
      .at(0);
  const pick = (meaning: keyof ColumnMap): RawColumn | undefined =>
    told.columns[meaning] ?? (raw.layout === undefined ? byName(meaning) : byLayout(meaning));

  const columns: ColumnMap = {};
  const set = (meaning: keyof ColumnMap, column: RawColumn | undefined): void => {
    if (column !== undefined) columns[meaning] = column;
  };

  setTime(raw, sample, pick, set, isFree, told.columns);
  const has = (kind: SeriesKind): boolean => NEEDED[kind].every((meaning) => pick(meaning) !== undefined);
  let kind = options.kind ?? raw.layout?.kind ?? (['bars', 'quotes', 'trades'] as const).find(has);
  if (kind !== undefined) for (const meaning of KINDS[kind]) set(meaning, pick(meaning));
  if (!raw.facts.hasNames && raw.layout === undefined && (kind === undefined || !has(kind))) {
    const found = findPrices(raw, sample, columns, told.named);
    if (found !== undefined && (options.kind ?? found.kind) === found.kind) {
      kind = found.kind;
      for (const [meaning, column] of Object.entries(found.columns)) set(meaning as keyof ColumnMap, column);
      findings.thin('columns', found.evidence);
    }
  }
  set('symbol', pick('symbol'));
  if (kind === 'bars' && columns.volume === undefined) set('volume', volumeOf(raw, sample, columns, isFree));
  report(raw, kind, columns, findings);
  return { ...(kind === undefined ? {} : { kind }), columns };
}

function toldColumns(
  raw: RawTable,
  options: ImportOptions,
  findings: Findings,
): { columns: ColumnMap; named: ReadonlySet<string> } {
  const columns: ColumnMap = {};
  const named = new Set<string>();
  for (const [name, meaning] of Object.entries(options.map ?? {})) {
    const column = raw.columns.find((candidate) => candidate.name === name);
    if (column === undefined) {
      findings.ask('map', `There is no column "${name}". The columns are ${namesOf(raw.columns)}.`);
    } else {
      named.add(column.id);
      if (meaning !== 'ignore') columns[meaning] = column;
    }
  }
  return { columns, named };
}

/** A stamp is one column, or a date and a time of day. */
function setTime(
  raw: RawTable,
  sample: Sample,
  pick: (meaning: keyof ColumnMap) => RawColumn | undefined,
  set: (meaning: keyof ColumnMap, column: RawColumn | undefined) => void,
  isFree: (column: RawColumn) => boolean,
  told: ColumnMap,
): void {
  const date = pick('date');
  const clock = pick('time-of-day');
  const isPair =
    date !== undefined && clock !== undefined && date !== clock && (clock.type === 'TIME' || isClock(sample.of(clock)));
  if (told.time === undefined && isPair) {
    set('date', date);
    set('time-of-day', clock);
    return;
  }
  const named = pick('time');
  if (named === undefined && told.time === undefined && raw.layout === undefined && !raw.facts.hasNames) {
    const pair = unnamedPair(raw, sample, isFree);
    if (pair !== undefined) {
      set('date', pair.date);
      set('time-of-day', pair.clock);
      return;
    }
  }
  const byValue = (): RawColumn | undefined =>
    raw.columns.find(
      (column) =>
        isFree(column) &&
        (column.type.startsWith('TIMESTAMP') || column.type === 'DATE' || isTimeLike(sample.of(column))),
    );
  set('time', named ?? (raw.layout === undefined ? byValue() : undefined));
}

/** A column of dates without a time, and the time of day right after it. */
function unnamedPair(
  raw: RawTable,
  sample: Sample,
  isFree: (column: RawColumn) => boolean,
): { readonly date: RawColumn; readonly clock: RawColumn } | undefined {
  const at = raw.columns.findIndex((column) => isFree(column) && textTime(sample.of(column))?.dateOnly === true);
  const [date, clock] = [raw.columns[at], raw.columns[at + 1]];
  if (date === undefined || clock === undefined || !isFree(clock)) return undefined;
  return sample.of(clock).length > 0 && sample.of(clock).every((text) => FULL_CLOCK.test(text))
    ? { date, clock }
    : undefined;
}

/** `09:30`, `9:30:00.5`, `093000`: four bare digits may be a price. */
const FULL_CLOCK = /^\s*(?:\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?|(?:[01]\d|2[0-3])[0-5]\d[0-5]\d)\s*$/;

/** `Volume BTC` beside `Volume USD`: the one in units of what is traded. */
function volumeOf(
  raw: RawTable,
  sample: Sample,
  { symbol }: ColumnMap,
  isFree: (column: RawColumn) => boolean,
): RawColumn | undefined {
  const named = raw.columns.filter((column) => isFree(column) && /^volume[a-z]+$/.test(plainName(column.name)));
  if (named.length <= 1) return named[0];
  const pair = plainName((symbol === undefined ? undefined : sample.of(symbol)[0]) ?? '');
  return named.find(({ name }) => pair.startsWith(plainName(name).slice('volume'.length)));
}

function report(raw: RawTable, kind: SeriesKind | undefined, columns: ColumnMap, findings: Findings): void {
  const list = namesOf(raw.columns);
  if (raw.layout !== undefined) findings.sure('columns', raw.layout.evidence);
  if (kind === undefined) {
    const binary = raw.columns.filter(({ type }) => type === 'BLOB').map(({ name }) => name);
    if (raw.columns.length === 0) findings.refuse('The file has no columns.');
    else if (binary.length > 0) refuseBinary(binary, findings);
    else
      findings.ask(
        'map',
        `No bars (open, high, low, close), quotes (bid, ask) or trades (price, size) are recognised among the columns ${list}. Say which is which.`,
      );
    return;
  }
  const missing = NEEDED[kind].filter((meaning) => columns[meaning] === undefined);
  if (missing.length > 0)
    findings.ask(
      'map',
      `${kind} need ${missing.join(' and ')}, which is not among the columns ${list}. Say which column it is.`,
    );
  const binary = [...NEEDED[kind]].filter((meaning) => columns[meaning]?.type === 'BLOB');
  if (binary.length > 0)
    refuseBinary(
      binary.map((meaning) => columns[meaning]?.name ?? meaning),
      findings,
    );
  if (columns.time === undefined && columns.date === undefined && binary.length === 0)
    findings.ask('map', `No column with the time of a row is recognised among ${list}. Say which it is.`);
  if (raw.layout === undefined)
    findings.sure(
      'kind',
      `${NEEDED[kind]
        .filter((meaning) => columns[meaning] !== undefined)
        .map((meaning) => `"${columns[meaning]?.name ?? ''}"`)
        .join(', ')}: ${kind}.`,
    );
  const used = new Set(Object.values(columns).map(({ id }) => id));
  const unused = raw.columns.filter(({ id }) => !used.has(id));
  if (unused.length > 0) findings.sure('columns', `Not stored: ${namesOf(unused)}.`);
}

/** Names for a message: a hostile file may have thousands, or names of a megabyte. */
function namesOf(columns: readonly RawColumn[]): string {
  const shown = columns
    .slice(0, 16)
    .map(({ name }) => (name === '' ? '(no name)' : name.length > 40 ? `${name.slice(0, 40)}...` : name));
  return columns.length > shown.length
    ? `${shown.join(', ')} and ${columns.length - shown.length} more`
    : shown.join(', ');
}

function refuseBinary(names: readonly string[], findings: Findings): void {
  findings.refuse(
    `Column ${names.map((name) => `"${name}"`).join(', ')} holds raw bytes (a Nautilus catalog writes prices so). Export the data with prices as numbers.`,
  );
}

/** The meaning of each column id, for the list of columns. */
export function meaningsOf(columns: ColumnMap): ReadonlyMap<string, ColumnMeaning> {
  const meanings = new Map<string, ColumnMeaning>();
  for (const meaning of COLUMN_MEANINGS) {
    if (meaning === 'ignore') continue;
    const column = columns[meaning];
    if (column !== undefined) meanings.set(column.id, meaning);
  }
  return meanings;
}
