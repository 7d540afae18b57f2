import { AppError } from '../../../shared/lang/app-error.ts';
import { isBaseInterval, isSessionInterval, type Interval } from '../../../shared/market/interval.ts';
import { MICROS_PER_DAY } from '../../../shared/market/time.ts';
import type { ImportGuess, ImportOptions, ZoneFit } from '../../../shared/store/import.ts';
import type { Database } from './database.ts';
import { isUniqueByTime } from './convert.ts';
import { Findings } from './inference/answer.ts';
import { inferCalendar } from './inference/calendar.ts';
import type { ColumnMap } from './inference/column-map.ts';
import { inferColumns, type ColumnAnswer } from './inference/columns.ts';
import { factsOfPath } from './inference/file-name.ts';
import { classify } from './inference/instruments.ts';
import { inferInterval, inferSampling } from './inference/interval.ts';
import { Sample } from './inference/sample.ts';
import { inferScale, type ScaleAnswer, type SymbolPart } from './inference/scale.ts';
import { inferStamp } from './inference/stamp.ts';
import { inferSymbol } from './inference/symbol.ts';
import { ticksAsBars } from './inference/ticks-as-bars.ts';
import { inferTimeForm } from './inference/time-form.ts';
import { profileTime, type TimeProfile } from './inference/time-profile.ts';
import { inferZone } from './inference/zone.ts';
import type { Mapping } from './mapping.ts';
import { openRaw, type OpenRequest } from './open-raw.ts';
import type { RawTable } from './raw-table.ts';
import { symbolParts } from './symbol-parts.ts';
import { numberColumn } from './values.ts';

const DEFAULT_SOURCE = 'import';

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
  readonly profile?: TimeProfile;
  readonly scales?: ScaleAnswer;
  /** Where each symbol's rows lie; absent where they are mixed. */
  readonly parts?: readonly SymbolPart[];
  /** Absent while something must be asked that rows cannot be mapped without. */
  readonly mapping?: Mapping;
  /** The file is in order and needs neither sorting nor merging. */
  readonly isClean: boolean;
}

/** One foreign file in an open database: read once, understood anew for each set of options. Slow steps are kept by what they depend on. */
export class ForeignFile {
  readonly #database: Database;
  readonly #request: OpenRequest;
  #raw: RawTable;
  #sample: Sample;
  #textOptions: string;
  #profile: { readonly key: string; readonly value: TimeProfile } | undefined;
  readonly #kept = new Map<string, unknown>();

  private constructor(database: Database, request: OpenRequest, raw: RawTable, sample: Sample) {
    this.#database = database;
    this.#request = request;
    this.#raw = raw;
    this.#sample = sample;
    this.#textOptions = textOptions(request.options);
  }

  /** Throws `bad-file` for a file that cannot be read at all. */
  static async open(database: Database, request: OpenRequest): Promise<ForeignFile> {
    const raw = await openRaw(database, request);
    return new ForeignFile(database, request, raw, await Sample.take(database, raw.columns));
  }

  async understand(options: ImportOptions): Promise<Understanding> {
    await this.#reopenFor(options);
    const raw = this.#raw;
    const findings = new Findings();
    for (const text of raw.facts.evidence) findings.sure('file', text);
    const source = options.source ?? DEFAULT_SOURCE;
    if (raw.rows === 0) findings.refuse('The file has no rows.');
    const named = inferColumns(raw, this.#sample, options, findings);
    const name = factsOfPath(this.#request.path);
    const symbol =
      raw.rows === 0 ? undefined : await inferSymbol(this.#database, raw, named.columns, name, options, findings);
    const symbols = symbol?.symbols ?? [];
    const empty = {
      raw,
      columns: named.columns,
      findings,
      zones: [],
      symbols,
      source,
      calendar: '24x7',
      isClean: false,
    };
    const form =
      raw.rows === 0 || findings.problems.some(({ option }) => option === 'map' || option === undefined)
        ? undefined
        : await inferTimeForm(this.#database, raw, this.#sample, named.columns, options, findings);
    if (form === undefined || named.kind === undefined)
      return { ...empty, guess: { symbols, ...(named.kind === undefined ? {} : { kind: named.kind }) } };

    const volume = named.columns.volume ?? named.columns.size;
    const volumeSql = volume === undefined ? undefined : numberColumn(volume, raw.facts).double;
    const symbolSql = symbol?.column === undefined || symbols.length === 1 ? undefined : symbol.sql;
    const profile = await this.#profileOf(form.micros, symbolSql, volumeSql);
    if (profile.readable === 0) {
      findings.ask('map', 'No row has a time that can be read. Say which column holds the time.');
      return { ...empty, guess: { symbols, kind: named.kind } };
    }
    if (profile.readable > 0 && profile.first < -2_208_988_800_000_000)
      findings.warn('Some stamps lie before 1900; those rows are left out.');

    const dateOnly = form.dateOnly || (!form.zoned && isMidnightOnly(profile));
    const { kind, columns }: ColumnAnswer & { kind: NonNullable<ColumnAnswer['kind']> } =
      options.kind === undefined && named.kind === 'bars' && profile.offSecond > profile.readable / 2
        ? await ticksAsBars(this.#database, raw, named.columns, findings)
        : { kind: named.kind, columns: named.columns };
    const isCanonical =
      raw.columns.some(({ name: column }) => column === 'ts') && columns.time?.name === 'ts' && form.zoned;
    const interval =
      kind === 'bars' ? inferInterval(profile, dateOnly, raw.layout?.interval, name, options, findings) : undefined;
    const sampled = kind === 'quotes' ? inferSampling(profile, raw.layout?.sampled, options, findings) : undefined;
    const instrument = symbols[0] === undefined ? undefined : classify(symbols[0]);
    const grid = interval ?? (sampled === undefined || sampled === 'event' ? undefined : (sampled as Interval));
    const zone = inferZone({ ...form, dateOnly }, profile, raw, symbols[0], instrument, grid, options, findings);
    const calendar = inferCalendar(symbols, instrument, zone.fit, zone.fits, dateOnly, raw, options, findings);
    const stamp =
      interval === undefined
        ? (options.stamp ?? 'open')
        : inferStamp(raw, columns, profile, interval, zone.fit, isCanonical, options, findings);
    if (interval !== undefined && !isBaseInterval(interval))
      findings.warn(`${interval} bars are stored as history and evidence; only 1s and 1m can be streamed (A4).`);

    const factor = raw.layout?.priceFactor ?? 1;
    const priced = (meanings: readonly (keyof ColumnMap)[], by: number) =>
      meanings.flatMap((meaning) =>
        columns[meaning] === undefined ? [] : [numberColumn(columns[meaning], raw.facts, by)],
      );
    const prices = priced(['open', 'high', 'low', 'close', 'bid', 'ask', 'price'], factor);
    const sizes = priced(['volume', 'bid-size', 'ask-size', 'size'], 1);
    const parts = await this.#keep(`parts ${this.#profile?.key ?? ''}`, () =>
      symbolParts(
        this.#database,
        raw,
        this.#sample,
        symbols,
        profile,
        symbol?.isPlain === true ? symbol.column?.id : undefined,
      ),
    );
    const scaleFindings = new Findings();
    const scaleKey = JSON.stringify([
      symbols[0],
      [...prices, ...sizes].map(({ double }) => double),
      options.priceScale,
    ]);
    const scales = await this.#keep(`scale ${scaleKey}`, async () => ({
      answer: await inferScale(this.#database, parts, symbol?.sql ?? "''", prices, sizes, options, scaleFindings),
      findings: scaleFindings,
    }));
    findings.add(scales.findings);

    const timeZone = zone.timeZone;
    const isDated = dateOnly && interval !== undefined && isSessionInterval(interval);
    const isReady =
      symbol !== undefined && (timeZone !== undefined || isDated) && (kind !== 'bars' || interval !== undefined);
    const mapping: Mapping | undefined = isReady
      ? {
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
          priceScale: scales.answer.priceScale,
          sizeScale: scales.answer.sizeScale,
          priceFactor: factor,
        }
      : undefined;
    return {
      ...empty,
      columns,
      calendar,
      zones: zone.zones,
      profile,
      scales: scales.answer,
      ...(parts === undefined ? {} : { parts }),
      ...(mapping === undefined ? {} : { mapping }),
      isClean:
        profile.isSorted &&
        !isDated &&
        (!isUniqueByTime({ kind, ...(sampled === undefined ? {} : { sampled }) }) || profile.sharedStamps === 0),
      guess: {
        kind,
        symbols,
        source,
        calendar,
        priceScale: scales.answer.priceScale,
        listsEveryTrade: options.listsEveryTrade ?? false,
        ...(interval === undefined ? {} : { interval, stamp }),
        ...(sampled === undefined ? {} : { sampled }),
        ...(timeZone === undefined ? {} : { timeZone }),
        ...(form.unit === undefined ? {} : { timeUnit: form.unit }),
      },
    };
  }

  get database(): Database {
    return this.#database;
  }

  get raw(): RawTable {
    return this.#raw;
  }

  /** Delimiter and encoding change what the file's cells are, so the text is read again. */
  async #reopenFor(options: ImportOptions): Promise<void> {
    const wanted = textOptions(options);
    if (wanted === this.#textOptions) return;
    this.#kept.clear();
    this.#profile = undefined;
    this.#raw = await openRaw(this.#database, { ...this.#request, options });
    this.#sample = await Sample.take(this.#database, this.#raw.columns);
    this.#textOptions = wanted;
  }

  /** The latest profile is kept, and with it the table `stamps` that it leaves. */
  async #profileOf(micros: string, symbol: string | undefined, volume: string | undefined): Promise<TimeProfile> {
    const key = JSON.stringify([micros, symbol, volume]);
    if (this.#profile?.key !== key)
      this.#profile = { key, value: await profileTime(this.#database, micros, symbol, volume) };
    return this.#profile.value;
  }

  async #keep<T>(key: string, make: () => Promise<T>): Promise<T> {
    if (this.#kept.has(key)) return this.#kept.get(key) as T;
    const made = await make();
    this.#kept.set(key, made);
    return made;
  }
}

function textOptions({ delimiter, encoding }: ImportOptions): string {
  return JSON.stringify([delimiter ?? '', encoding ?? '']);
}

function isMidnightOnly({ first, steps }: TimeProfile): boolean {
  return first % MICROS_PER_DAY === 0 && steps.every(({ micros }) => micros % MICROS_PER_DAY === 0);
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
