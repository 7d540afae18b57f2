import { AppError } from '../../shared/lang/app-error.ts';
import { intervalMicros } from '../../shared/market/interval.ts';
import { SAMPLING_MICROS, seriesId } from '../../shared/market/series.ts';
import { micros } from '../../shared/market/time.ts';
import type { DraftFiles } from './draft-files.ts';
import type { ImportedSeries } from './manifest.ts';
import { addRows, overlapping, widenSymbols, type MergeCounts } from './merge-steps.ts';
import type { CommitResult, NormalisedFile, NormalisedSeries } from './normalised.ts';
import { runsOfSmall } from './small-files.ts';
import { readBack, readBackAll, type StagedFile } from './staged-file.ts';

/** The steps of one import's commit: each reads the draft and changes it. */
export class CommitSteps {
  readonly #files: DraftFiles;
  /** What was read back, by staged path. */
  readonly #checked = new Map<string, StagedFile>();

  constructor(files: DraftFiles) {
    this.#files = files;
  }

  /** Reads back all staged files that are new, after giving every symbol the scales that its stored and incoming rows need together (S28). */
  async prepare(files: readonly NormalisedFile[]): Promise<void> {
    const { fs, db } = this.#files;
    const series: NormalisedSeries[] = [];
    for (const file of files) if (!(await this.#isKnown(file))) series.push(...file.series);
    const symbols = series.map(({ key, priceScale, sizeScale, calendar }) => ({
      symbol: key.symbol,
      ...{ priceScale, sizeScale, calendar },
    }));
    await widenSymbols(this.#files, symbols);
    const sources = series.map(({ key, file }) => ({ key, staged: file, scales: this.#files.scales(key.symbol) }));
    for (const found of await readBackAll(fs, db, sources)) this.#checked.set(found.staged, found);
  }

  /** Stores one foreign file's series; `number` is that of the manifest in the making. */
  async add(file: NormalisedFile, number: number): Promise<CommitResult> {
    if (await this.#isKnown(file)) return { status: 'unchanged', rowsStored: 0, duplicates: 0, replaced: 0 };
    const { draft } = this.#files;
    const total = { rowsStored: 0, duplicates: file.duplicates, replaced: file.replaced };
    const imported: ImportedSeries[] = [];
    for (const series of file.series) {
      const counts = await this.#addSeries(series, file.sha256);
      total.rowsStored += counts.rowsStored;
      total.duplicates += counts.duplicates;
      total.replaced += counts.replaced;
      imported.push(await this.#fingerprint(series));
    }
    const wasSeen = draft.importsOf(file.sha256).length > 0;
    if (wasSeen && total.rowsStored === 0) return { status: 'unchanged', ...total };
    draft.addImport({
      sha256: file.sha256,
      name: file.path,
      manifest: number,
      series: imported,
      rowsRead: file.rowsRead,
      ...total,
      rejected: file.rejections.reduce((sum, { rows }) => sum + rows, 0),
    });
    return { status: 'imported', ...total };
  }

  /** Joins new files that follow one another without a stored file between, up to a few row groups: thousands of daily files of a folder
   * become a few. Call it when all files of the commit were added. */
  async joinSmallFiles(): Promise<void> {
    const { draft } = this.#files;
    for (const { key, files } of draft.allSeries()) {
      for (const run of runsOfSmall(files, (file) => draft.isStaged(file))) await this.#files.join(key, run);
    }
  }

  /** True when the store already took this file, mapped to the same rows, and what it stored is still whole. */
  async #isKnown(file: NormalisedFile): Promise<boolean> {
    const records = this.#files.draft.importsOf(file.sha256);
    if (records.length === 0) return false;
    const mapped = await Promise.all(file.series.map((series) => this.#fingerprint(series)));
    const text = fingerprintText(mapped);
    if (!records.some(({ series }) => fingerprintText(series) === text)) return false;
    for (const { key, first, last } of file.series) {
      for (const stored of overlapping(this.#files, key, { first, last })) {
        if (!(await this.#files.isWhole(stored))) return false;
      }
    }
    return true;
  }

  async #fingerprint({ key, rows, first, last, file }: NormalisedSeries): Promise<ImportedSeries> {
    const content = this.#checked.get(file)?.sha256 ?? (await this.#files.fs.hashFile(file));
    return { id: seriesId(key), rows, first, last, content };
  }

  async #addSeries(series: NormalisedSeries, importSha256: string): Promise<MergeCounts> {
    const { key } = series;
    const incoming = await this.#canonical(series);
    const counts = await addRows(this.#files, key, incoming, importSha256);
    if (series.listsEveryTrade) {
      const step = key.interval === undefined ? SAMPLING_MICROS[key.sampled ?? 'event'] : intervalMicros(key.interval);
      const range = { from: incoming.first, to: micros(incoming.last + Math.max(step, 1)) };
      this.#files.draft.stateEveryTradeListed(key, range);
    }
    return counts;
  }

  /** The staged file read back, rewritten first where it has not the symbol's scales or the stored columns. */
  async #canonical({ key, file, rows, first, last }: NormalisedSeries): Promise<StagedFile> {
    const { fs, db } = this.#files;
    const scales = this.#files.scales(key.symbol);
    const found = this.#checked.get(file) ?? (await readBack(fs, db, { key, staged: file, scales }));
    if (found.rows !== rows || found.first !== first || found.last !== last) {
      const stated = `${rows} rows from ${first} to ${last}`;
      const message = `The staged file of ${seriesId(key)} should hold ${stated} but holds ${found.rows} rows from ${found.first} to ${found.last}. Nothing was stored.`;
      throw new AppError('bad-file', message);
    }
    return found.isCanonical ? found : this.#files.copy(key, [file], found);
  }
}

function fingerprintText(series: readonly ImportedSeries[]): string {
  return series
    .map(({ id, rows, first, last, content }) => `${id} ${rows} ${first} ${last} ${content}`)
    .sort()
    .join('\n');
}
