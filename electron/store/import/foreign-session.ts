import { createHash, randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { Calendar } from '../../../shared/market/calendar/calendar.ts';
import { calendarById } from '../../../shared/market/calendar/calendars.ts';
import { customCalendar } from '../../../shared/market/calendar/custom-calendar.ts';
import { AppError } from '../../../shared/lang/app-error.ts';
import { ensure, invariant } from '../../../shared/lang/invariant.ts';
import type { FileInspection, ImportGuess, ImportOptions, Rejection } from '../../../shared/store/import.ts';
import type { NormalisedFile } from '../normalised.ts';
import { convert, rejectionsOf, type Converted } from './convert.ts';
import type { Database } from './database.ts';
import { ForeignFile, requireMapping, type Understanding } from './foreign-file.ts';
import type { ScaleAnswer } from './inference/scale.ts';
import { count } from './inference/wording.ts';
import { inspectFile } from './inspect.ts';
import { asRefusal } from './refusal.ts';
import { fillSessionOpens } from './session-opens.ts';
import type { Staged } from './staging.ts';

export interface SessionRequest {
  readonly file: Staged;
  /** Folder of the staged copy: the only one that is read or written. */
  readonly folder: string;
  readonly options: ImportOptions;
  /** The user's own calendars as JSON (S6). */
  readonly calendars?: readonly unknown[];
}

/** `guess` is what the rows were taken for. */
export type ConvertedFile = NormalisedFile & { readonly guess: ImportGuess };

/** One staged foreign file, from open to close: what an import child does, free of how it is asked. */
export class ForeignSession {
  readonly #file: Staged;
  readonly #folder: string;
  readonly #database: Database;
  readonly #scratch: string[] = [];
  #foreign: ForeignFile | undefined;

  private constructor(database: Database, { file, folder }: SessionRequest) {
    this.#database = database;
    this.#file = file;
    this.#folder = folder;
  }

  /** `database` may read and write `folder`; it is left empty on close. Throws `bad-file` for what cannot be read. */
  static async open(database: Database, request: SessionRequest): Promise<ForeignSession> {
    const session = new ForeignSession(database, request);
    try {
      const opening = {
        file: request.file.staged,
        path: request.file.path,
        scratch: () => session.#newPath('txt'),
        options: request.options,
      };
      session.#foreign = await ForeignFile.open(database, opening, finderOf(request.calendars ?? []));
      return session;
    } catch (error) {
      await session.close();
      throw asRefusal(error);
    }
  }

  /** Equal for files with the same columns and types, whatever their rows. */
  shape(): string {
    const { raw } = this.#opened();
    const text = JSON.stringify([
      raw.format,
      raw.layout?.name ?? '',
      raw.columns.map(({ name, type }) => [name, type]),
    ]);
    return createHash('sha256').update(text).digest('hex');
  }

  async inspect(options: ImportOptions): Promise<FileInspection> {
    try {
      return await inspectFile(this.#opened(), this.#file, options);
    } catch (error) {
      throw asRefusal(error);
    }
  }

  /** Stages the file's series. Throws `needs-answer` where an option must settle something first, `bad-file` when no row is good. */
  async convert(options: ImportOptions): Promise<ConvertedFile> {
    try {
      return await this.#convert(options);
    } catch (error) {
      throw asRefusal(error);
    }
  }

  async #convert(options: ImportOptions): Promise<ConvertedFile> {
    const foreign = this.#opened();
    let known = await foreign.understand(options, true);
    let made = await this.#stage(known, options);
    const { scales } = known;
    if (made.rejected > 0 && scales?.isAssumed === true) {
      known = await foreign.understand(options);
      // Rows that do not fit were left out without a reason: unless each of them has one, all are read again.
      if (!isEqualExact(scales, known.scales) || rowsOf(await this.#rejections(known)) !== made.rejected) {
        for (const { file } of made.series) await rm(file, { force: true });
        made = await this.#stage(known, options);
      }
    }
    const { raw, guess } = known;
    const rejected = made.rejected === 0 ? [] : await this.#rejections(known);
    invariant(rowsOf(rejected) === made.rejected, `${made.rejected} rows left out, ${rowsOf(rejected)} with a reason`);
    const rejections = [...raw.malformed, ...rejected];
    const rowsRead = raw.rows + rowsOf(raw.malformed);
    if (made.series.length === 0) {
      const reasons = rejections.map(({ reason, rows }) => `${count(rows)} ${reason}`).join(', ');
      throw new AppError('bad-file', `No row can be stored: ${reasons}.`, { details: { rejections, rowsRead } });
    }
    const { duplicates, replaced, series } = made;
    const { sha256, path } = this.#file;
    return { sha256, path, guess, rowsRead, rejections, duplicates, replaced, series };
  }

  #rejections(known: Understanding): Promise<readonly Rejection[]> {
    return rejectionsOf(this.#opened().database, known.raw, requireMapping(known));
  }

  async #stage(known: Understanding, options: ImportOptions): Promise<Converted> {
    const { database, findCalendar } = this.#opened();
    const [problem] = known.findings.problems;
    if (problem !== undefined)
      throw new AppError(problem.option === undefined ? 'bad-file' : 'needs-answer', problem.message, {
        details: problem.option === undefined ? {} : { option: problem.option },
      });
    const mapping = requireMapping(known);
    await fillSessionOpens(database, mapping, findCalendar(known.calendar));
    return convert(database, {
      raw: known.raw,
      mapping,
      symbols: known.symbols,
      ...(known.parts === undefined ? {} : { parts: known.parts }),
      scales: ensure(known.scales, 'scales of rows that are mapped'),
      source: known.source,
      calendar: known.calendar,
      listsEveryTrade: options.listsEveryTrade ?? false,
      isClean: known.isClean,
      target: () => this.#newPath('parquet', false),
    });
  }

  /** Empties the database and removes what was unpacked. Converted files stay: they belong to the caller. */
  async close(): Promise<void> {
    this.#foreign = undefined;
    await this.#database.clear();
    await Promise.allSettled(this.#scratch.map((path) => rm(path, { recursive: true, force: true })));
  }

  #opened(): ForeignFile {
    if (this.#foreign === undefined) throw new AppError('unavailable', 'The file is no longer open.');
    return this.#foreign;
  }

  #newPath(extension: string, isScratch = true): string {
    const path = join(this.#folder, `${this.#file.sha256.slice(0, 16)}-${randomBytes(6).toString('hex')}.${extension}`);
    if (isScratch) this.#scratch.push(path);
    return path;
  }
}

function rowsOf(rejections: readonly Rejection[]): number {
  return rejections.reduce((sum, { rows }) => sum + rows, 0);
}

/** Rows that were left out under assumed scales do not fit for another reason than those. */
function isEqualExact(assumed: ScaleAnswer, found: ScaleAnswer | undefined): boolean {
  const bySymbol = found?.isExact === true ? [...found.bySymbol] : [];
  return (
    bySymbol.length === assumed.bySymbol.size &&
    bySymbol.every(([symbol, { priceScale, sizeScale }]) => {
      const own = assumed.bySymbol.get(symbol);
      return own?.priceScale === priceScale && own.sizeScale === sizeScale;
    })
  );
}

function finderOf(own: readonly unknown[]): (id: string) => Calendar | undefined {
  if (own.length === 0) return calendarById;
  const byId = new Map(own.map(customCalendar).map((calendar) => [calendar.id, calendar]));
  return (id) => calendarById(id) ?? byId.get(id);
}
