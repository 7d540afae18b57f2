import { join } from 'node:path';
import { seriesId, type SeriesKey } from '../../shared/market/series.ts';
import type { TimeRange } from '../../shared/market/time.ts';
import type { ManifestContent, Placement } from './commit.ts';
import type { ImportRecord, Manifest, ProvenanceFile, StoredFile, StoredSeries, StoredSymbol } from './manifest.ts';

/** The next manifest in the making: files it adds still lie in staging, and what a step adds a later one may replace again. */
export class Draft {
  readonly #dataDir: string;
  readonly #symbols: Map<string, StoredSymbol>;
  readonly #series: Map<string, StoredSeries>;
  readonly #provenance: ProvenanceFile[];
  readonly #imports: ImportRecord[];
  /** Relative path to the staged file that will be placed there. */
  readonly #staged = new Map<string, string>();
  isChanged = false;

  constructor(manifest: Manifest, dataDir: string) {
    this.#dataDir = dataDir;
    this.#symbols = new Map(manifest.symbols.map((symbol) => [symbol.symbol, symbol]));
    this.#series = new Map(manifest.series.map((series) => [series.id, series]));
    this.#provenance = [...manifest.provenance];
    this.#imports = [...manifest.imports];
  }

  symbol(symbol: string): StoredSymbol | undefined {
    return this.#symbols.get(symbol);
  }

  setSymbol(symbol: StoredSymbol): void {
    this.#symbols.set(symbol.symbol, symbol);
    this.isChanged = true;
  }

  files(key: SeriesKey): readonly StoredFile[] {
    return this.#series.get(seriesId(key))?.files ?? [];
  }

  seriesOf(symbol: string): StoredSeries[] {
    return [...this.#series.values()].filter(({ key }) => key.symbol === symbol);
  }

  allSeries(): StoredSeries[] {
    return [...this.#series.values()];
  }

  importsOf(sha256: string): ImportRecord[] {
    return this.#imports.filter((record) => record.sha256 === sha256);
  }

  /** Where a file of the draft lies now. */
  absolute(file: StoredFile): string {
    return this.#staged.get(file.path) ?? join(this.#dataDir, file.path);
  }

  isStaged(file: StoredFile): boolean {
    return this.#staged.has(file.path);
  }

  /** Puts `added` (with its staged file) in the place of `removed` files of the series. */
  replaceFiles(key: SeriesKey, removed: readonly StoredFile[], added: StoredFile, staged: string): void {
    const id = seriesId(key);
    const before = this.#series.get(id) ?? { id, key, files: [], listsEveryTrade: [] };
    const files = before.files.filter((file) => !removed.includes(file));
    for (const file of removed) this.#staged.delete(file.path);
    files.push(added);
    files.sort((a, b) => a.first - b.first);
    this.#series.set(id, { ...before, files });
    this.#staged.set(added.path, staged);
    this.isChanged = true;
  }

  /** Drops damaged files whose whole range is imported anew. */
  dropFiles(key: SeriesKey, dropped: readonly StoredFile[]): void {
    const id = seriesId(key);
    const before = this.#series.get(id);
    if (before === undefined || dropped.length === 0) return;
    this.#series.set(id, { ...before, files: before.files.filter((file) => !dropped.includes(file)) });
    this.isChanged = true;
  }

  addProvenance(file: ProvenanceFile, staged: string): void {
    this.#provenance.push(file);
    this.#staged.set(file.path, staged);
    this.isChanged = true;
  }

  addImport(record: ImportRecord): void {
    this.#imports.push(record);
    this.isChanged = true;
  }

  /** Notes that a source lists every traded slot of a range (S13). */
  stateEveryTradeListed(key: SeriesKey, range: TimeRange): void {
    const id = seriesId(key);
    const before = this.#series.get(id);
    if (before === undefined) return;
    const listsEveryTrade = unionOf([...before.listsEveryTrade, range]);
    if (JSON.stringify(listsEveryTrade) === JSON.stringify(before.listsEveryTrade)) return;
    this.#series.set(id, { ...before, listsEveryTrade });
    this.isChanged = true;
  }

  content(): ManifestContent {
    return {
      symbols: [...this.#symbols.values()].sort((a, b) => compareText(a.symbol, b.symbol)),
      series: [...this.#series.values()].sort((a, b) => compareText(a.id, b.id)),
      provenance: this.#provenance,
      imports: this.#imports,
    };
  }

  placements(): Placement[] {
    return Array.from(this.#staged, ([path, staged]) => ({ path, staged }));
  }
}

/** Not `localeCompare`: the order must be the same on every machine. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The same instants as disjoint ranges, ascending. */
function unionOf(ranges: readonly TimeRange[]): TimeRange[] {
  const union: TimeRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = union.at(-1);
    if (last === undefined || range.from > last.to) union.push(range);
    else if (range.to > last.to) union[union.length - 1] = { from: last.from, to: range.to };
  }
  return union;
}
