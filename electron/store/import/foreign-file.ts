import { calendarById } from '../../../shared/market/calendar/calendars.ts';
import { AppError } from '../../../shared/lang/app-error.ts';
import type { SeriesKind } from '../../../shared/market/series.ts';
import type { ImportGuess, ImportOptions, ZoneFit } from '../../../shared/store/import.ts';
import { isUniqueByTime } from './convert.ts';
import type { Database } from './database.ts';
import { Findings } from './inference/answer.ts';
import type { ColumnMap } from './inference/column-map.ts';
import { inferColumns } from './inference/columns.ts';
import { factsOfPath, type NameFacts } from './inference/file-name.ts';
import { areNumbers } from './inference/number-columns.ts';
import { Sample } from './inference/sample.ts';
import { assumeScale, inferScale, type ScaleAnswer, type SymbolPart } from './inference/scale.ts';
import { inferSymbol, type SymbolAnswer } from './inference/symbol.ts';
import { ticksAsBars } from './inference/ticks-as-bars.ts';
import { inferTimeForm, type TimeForm } from './inference/time-form.ts';
import { profileTime, type TimeProfile } from './inference/time-profile.ts';
import type { Mapping } from './mapping.ts';
import { openRaw, type OpenRequest } from './open-raw.ts';
import type { FindCalendar } from './inference/calendar.ts';
import { placeInTime, type Placement } from './placement.ts';
import type { RawTable } from './raw-table.ts';
import { symbolParts } from './symbol-parts.ts';
import { numberColumn, type NumberColumn } from './values.ts';

const DEFAULT_SOURCE = 'import';
const DEFAULT_CALENDAR = '24x7';

/** What inference made of a file under some options. */
export interface Understanding {
  readonly raw: RawTable;
  readonly columns: ColumnMap;
  readonly findings: Findings;
  readonly guess: ImportGuess;
  readonly zones: readonly ZoneFit[];
  readonly symbols: readonly string[];
  readonly source: string;
  readonly calendar: string;
  readonly scales?: ScaleAnswer;
  /** Where each symbol's rows lie; absent where they are mixed. */
  readonly parts?: readonly SymbolPart[];
  /** Absent while something must be asked that rows cannot be mapped without. */
  readonly mapping?: Mapping;
  /** The file is in order and needs neither sorting nor merging. */
  readonly isClean: boolean;
}

/** What the rows are, before where they stand in time. */
interface Subject {
  readonly kind?: SeriesKind;
  readonly columns: ColumnMap;
  readonly symbol?: SymbolAnswer;
  readonly form?: TimeForm;
  readonly name: NameFacts;
}

interface ScalesOf {
  readonly columns: ColumnMap;
  readonly symbol: SymbolAnswer | undefined;
  readonly profile: TimeProfile;
  readonly options: ImportOptions;
  readonly mayAssume: boolean;
}

interface Scales {
  readonly answer: ScaleAnswer;
  readonly parts: readonly SymbolPart[] | undefined;
}

/** One foreign file in an open database: read once, understood anew for each set of options. Slow steps are kept by what they depend on. */
export class ForeignFile {
  readonly #database: Database;
  readonly #request: OpenRequest;
  readonly findCalendar: FindCalendar;
  #raw: RawTable;
  #sample: Sample;
  #textOptions: string;
  #profile: { readonly key: string; readonly value: TimeProfile } | undefined;
  readonly #kept = new Map<string, unknown>();

  private constructor(
    database: Database,
    request: OpenRequest,
    findCalendar: FindCalendar,
    raw: RawTable,
    sample: Sample,
  ) {
    this.#database = database;
    this.findCalendar = findCalendar;
    this.#request = request;
    this.#raw = raw;
    this.#sample = sample;
    this.#textOptions = textOptions(request.options);
  }

  /** Throws `bad-file` for a file that cannot be read at all. */
  static async open(database: Database, request: OpenRequest, find: FindCalendar = calendarById): Promise<ForeignFile> {
    const raw = await openRaw(database, request);
    return new ForeignFile(database, request, find, raw, await sampleOf(database, raw));
  }

  get database(): Database {
    return this.#database;
  }

  get raw(): RawTable {
    return this.#raw;
  }

  /** The first rows as the file has them, cells in the order of its columns. */
  writtenRows(count: number): string[][] {
    const cells = this.#raw.columns.map((column) => this.#sample.all(column));
    const rows = Math.min(count, cells[0]?.length ?? 0);
    return Array.from({ length: rows }, (_, row) => cells.map((values) => values[row] ?? ''));
  }

  /** With `mayAssume`, scales that are not known yet are those of the first rows, if the file is in order. */
  async understand(options: ImportOptions, mayAssume = false): Promise<Understanding> {
    await this.#reopenFor(options);
    const known = await this.#understand(options, mayAssume);
    const needsText = known.scales?.isExact === false && known.raw.written !== undefined;
    if (!needsText) return known;
    await this.#reopen({ ...this.#request, options, asText: true });
    return this.#understand(options, mayAssume);
  }

  async #understand(options: ImportOptions, mayAssume: boolean): Promise<Understanding> {
    const findings = new Findings();
    const subject = await this.#subject(options, findings);
    const { kind: named, form, symbol } = subject;
    const notPlaced = this.#notPlaced(subject, options, findings);
    if (form === undefined || named === undefined) return notPlaced;
    const profile = await this.#profileOf(subject, form);
    if (profile.readable === 0) {
      findings.ask('map', 'No row has a time that can be read. Say which column holds the time.');
      return notPlaced;
    }
    const { kind, columns } = await this.#kindOf(named, subject.columns, profile, options, findings);
    const raw = this.#raw;
    const symbols = symbol?.symbols ?? [];
    const rows = { raw, kind, columns, symbols, form, profile, name: subject.name, find: this.findCalendar };
    const place = await placeInTime(this.#database, rows, options, findings);
    const mayRepeat = !isUniqueByTime({ kind, ...(place.sampled === undefined ? {} : { sampled: place.sampled }) });
    const isClean = profile.isSorted && !place.isDated && (mayRepeat || profile.sharedStamps === 0);
    const settle = { columns, symbol, profile, options, mayAssume: mayAssume && isClean };
    const { answer: scales, parts } = await this.#scales(settle, findings);
    const mapping = mappingOf(raw, kind, columns, form, profile, symbol, place, scales);
    const { calendar, zones, interval, sampled, stamp, timeZone } = place;
    return {
      ...notPlaced,
      columns,
      calendar,
      zones,
      scales,
      ...(parts === undefined ? {} : { parts }),
      ...(mapping === undefined ? {} : { mapping }),
      isClean,
      guess: {
        ...notPlaced.guess,
        kind,
        calendar,
        priceScale: scales.priceScale,
        ...(interval === undefined ? {} : { interval, stamp }),
        ...(sampled === undefined ? {} : { sampled }),
        ...(timeZone === undefined ? {} : { timeZone }),
        ...(form.unit === undefined ? {} : { timeUnit: form.unit }),
      },
    };
  }

  async #subject(options: ImportOptions, findings: Findings): Promise<Subject> {
    const raw = this.#raw;
    for (const text of raw.facts.evidence) findings.sure('file', text);
    if (raw.rows === 0) findings.refuse('The file has no rows.');
    const { kind, columns } = inferColumns(raw, this.#sample, options, findings);
    const name = factsOfPath(this.#request.path);
    const found = { ...(kind === undefined ? {} : { kind }), columns, name };
    if (raw.rows === 0) return found;
    const isReadable = findings.problems.every(({ option }) => option !== 'map' && option !== undefined);
    const symbol = await inferSymbol(this.#database, raw, columns, name, options, findings);
    const form = isReadable
      ? await inferTimeForm(this.#database, raw, this.#sample, columns, options, findings)
      : undefined;
    return { ...found, ...(symbol === undefined ? {} : { symbol }), ...(form === undefined ? {} : { form }) };
  }

  /** What can be said of rows that no time is known of. */
  #notPlaced({ kind, columns, symbol }: Subject, options: ImportOptions, findings: Findings): Understanding {
    const symbols = symbol?.symbols ?? [];
    const source = options.source ?? DEFAULT_SOURCE;
    const listsEveryTrade = options.listsEveryTrade ?? false;
    const guess = { ...(kind === undefined ? {} : { kind }), symbols, source, listsEveryTrade };
    const calendar = options.calendar ?? DEFAULT_CALENDAR;
    return { raw: this.#raw, columns, findings, guess, zones: [], symbols, source, calendar, isClean: false };
  }

  /** The latest profile is kept, and with it the table `stamps` that it leaves. */
  async #profileOf({ columns, symbol }: Subject, { micros }: TimeForm): Promise<TimeProfile> {
    const sized = columns.volume ?? columns.size;
    const volume = sized === undefined ? undefined : numberColumn(sized, this.#raw.facts).double;
    const bySymbol = symbol?.column === undefined || symbol.symbols.length === 1 ? undefined : symbol.sql;
    const key = JSON.stringify([micros, bySymbol, volume]);
    if (this.#profile?.key !== key)
      this.#profile = { key, value: await profileTime(this.#database, micros, bySymbol, volume) };
    return this.#profile.value;
  }

  async #kindOf(
    kind: SeriesKind,
    columns: ColumnMap,
    profile: TimeProfile,
    options: ImportOptions,
    findings: Findings,
  ): Promise<{ readonly kind: SeriesKind; readonly columns: ColumnMap }> {
    const mayBeTicks = options.kind === undefined && kind === 'bars' && profile.offSecond > profile.readable / 2;
    return mayBeTicks ? ticksAsBars(this.#database, this.#raw, columns, findings) : { kind, columns };
  }

  async #scales({ columns, symbol, profile, options, mayAssume }: ScalesOf, findings: Findings): Promise<Scales> {
    const numbers = (meanings: readonly (keyof ColumnMap)[], factor: number): NumberColumn[] =>
      meanings.flatMap((meaning) => {
        const column = columns[meaning];
        return column === undefined ? [] : [numberColumn(column, this.#raw.facts, factor)];
      });
    const prices = numbers(['open', 'high', 'low', 'close', 'bid', 'ask', 'price'], this.#raw.layout?.priceFactor ?? 1);
    const sizes = numbers(['volume', 'bid-size', 'ask-size', 'size'], 1);
    const symbols = symbol?.symbols ?? [];
    const plain = symbol?.isPlain === true ? symbol.column?.id : undefined;
    const who = [symbols.length, symbols[0], this.#profile?.key];
    const parts = await this.#keep(JSON.stringify(['parts', ...who]), () =>
      symbolParts(this.#database, this.#raw, this.#sample, symbols, profile, plain),
    );
    const what = [...prices, ...sizes].map(({ double }) => double);
    const key = JSON.stringify(['scale', ...who, what, options.priceScale]);
    if (mayAssume && parts !== undefined && options.priceScale === undefined && !this.#kept.has(key)) {
      const answer = assumeScale(parts, prices, sizes);
      if (answer !== undefined) return { answer, parts };
    }
    const kept = await this.#keep(key, async () => {
      const own = new Findings();
      const answer = await inferScale(this.#database, parts, symbol?.sql ?? "''", prices, sizes, options, own);
      return { answer, findings: own };
    });
    findings.add(kept.findings);
    return { answer: kept.answer, parts };
  }

  /** Delimiter and encoding change what the file's cells are, so the text is read again; so it is where numbers are to be something else. */
  async #reopenFor(options: ImportOptions): Promise<void> {
    const wanted = textOptions(options);
    if (wanted !== this.#textOptions) {
      await this.#reopen({ ...this.#request, options });
      this.#textOptions = wanted;
    }
    if (this.#raw.written === undefined) return;
    const { columns } = inferColumns(this.#raw, this.#sample, options, new Findings());
    if (!areNumbers(columns)) await this.#reopen({ ...this.#request, options, asText: true });
  }

  async #reopen(request: OpenRequest): Promise<void> {
    this.#kept.clear();
    this.#profile = undefined;
    this.#raw = await openRaw(this.#database, request);
    this.#sample = await sampleOf(this.#database, this.#raw);
  }

  async #keep<T>(key: string, make: () => Promise<T>): Promise<T> {
    if (this.#kept.has(key)) return this.#kept.get(key) as T;
    const made = await make();
    this.#kept.set(key, made);
    return made;
  }
}

async function sampleOf(database: Database, raw: RawTable): Promise<Sample> {
  return raw.written ?? Sample.take(database, raw.columns);
}

function textOptions({ delimiter, encoding }: ImportOptions): string {
  return JSON.stringify([delimiter ?? '', encoding ?? '']);
}

/** `undefined` while symbol, zone or interval is not known. */
function mappingOf(
  raw: RawTable,
  kind: SeriesKind,
  columns: ColumnMap,
  form: TimeForm,
  profile: TimeProfile,
  symbol: SymbolAnswer | undefined,
  place: Placement,
  scales: ScaleAnswer,
): Mapping | undefined {
  const { interval, sampled, stamp, timeZone, isDated } = place;
  if (symbol === undefined || (timeZone === undefined && !isDated) || (kind === 'bars' && interval === undefined))
    return undefined;
  return {
    kind,
    columns,
    time: { ...form, dateOnly: isDated },
    firstStamp: profile.first,
    lastStamp: profile.last,
    timeZone: timeZone ?? 'UTC',
    ...(interval === undefined ? {} : { interval }),
    ...(sampled === undefined ? {} : { sampled }),
    stamp,
    inclusiveEnd: stamp === 'close' ? inclusiveEnd(profile) : 0,
    symbol: symbol.sql,
    priceScale: scales.priceScale,
    sizeScale: scales.sizeScale,
    priceFactor: raw.layout?.priceFactor ?? 1,
  };
}

/** Sources that name the last instant inside a bar write `...59.999`: what is to be added to get the bar's end. */
function inclusiveEnd({ fraction }: TimeProfile): number {
  return fraction === 999_000 ? 1_000 : fraction === 999_999 ? 1 : 0;
}

export function requireMapping(understanding: Understanding): Mapping {
  if (understanding.mapping !== undefined) return understanding.mapping;
  const [problem] = understanding.findings.problems;
  throw new AppError('needs-answer', problem?.message ?? 'The file is not understood.', {
    details: problem?.option === undefined ? {} : { option: problem.option },
  });
}
