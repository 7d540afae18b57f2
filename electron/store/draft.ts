import { join } from 'node:path';
import { seriesId, type SeriesKey } from '../../shared/market/series.ts';
import { micros, type TimeRange } from '../../shared/market/time.ts';
import type { ManifestContent, Placement } from './commit.ts';
import type { ImportRecord, Manifest, ProvenanceFile, StoredFile, StoredSeries, StoredSymbol } from './manifest.ts';

/** A file that a commit adds, and where it lies until then. */
export interface DraftFile {
  readonly file: StoredFile;
  readonly staged: string;
}

type Span = Pick<StoredFile, 'first' | 'last'>;

/** The next manifest in the making: files it adds still lie in staging, and what a step adds a later one may replace again. */
export class Draft {
  readonly #dataDir: string;
  readonly #symbols: Map<string, StoredSymbol>;
  readonly #series: Map<string, StoredSeries>;
  #provenance: ProvenanceFile[];
  #imports: ImportRecord[];
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

  series(id: string): StoredSeries | undefined {
    return this.#series.get(id);
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

  /** Puts `added`, which lie in staging, in the place of `removed` files of the series. A series that is left without files goes, with what is
   * kept about it; so does a symbol without series. */
  replaceFiles(key: SeriesKey, removed: readonly StoredFile[], added: readonly DraftFile[]): void {
    if (removed.length === 0 && added.length === 0) return;
    const id = seriesId(key);
    const before = this.#series.get(id) ?? { id, key, files: [], listsEveryTrade: [] };
    const gone = new Set(removed);
    const files = [...before.files.filter((file) => !gone.has(file)), ...added.map(({ file }) => file)];
    for (const file of removed) this.#staged.delete(file.path);
    for (const { file, staged } of added) this.#staged.set(file.path, staged);
    files.sort((a, b) => a.first - b.first);
    this.#series.set(id, { ...before, files });
    this.isChanged = true;
  }

  /** Forgets what is kept about rows that were removed: lists of every trade (S13), replaced rows that lie wholly in the range, and which foreign
   * files gave rows of it, so that importing one again stores them again. */
  forget({ id }: StoredSeries, range: TimeRange): void {
    const series = this.#series.get(id);
    if (series !== undefined) {
      const listsEveryTrade = series.listsEveryTrade.flatMap((listed) => without(listed, range));
      this.#series.set(id, { ...series, listsEveryTrade });
    }
    const isInside = ({ first, last }: Span): boolean => first >= range.from && last < range.to;
    const overlaps = ({ first, last }: Span): boolean => first < range.to && last >= range.from;
    const isEmpty = series?.files.length === 0;
    this.#provenance = this.#provenance.filter((file) => file.series !== id || !(isEmpty || isInside(file)));
    this.#imports = this.#imports.filter((record) => !record.series.some((one) => one.id === id && overlaps(one)));
    this.isChanged = true;
  }

  hasProvenance(path: string): boolean {
    return this.#provenance.some((file) => file.path === path);
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

  /** Takes over what another store knew of an imported file, unless it is known here. */
  recallImport(record: ImportRecord): void {
    const text = JSON.stringify(record.series);
    if (this.importsOf(record.sha256).some(({ series }) => JSON.stringify(series) === text)) return;
    this.addImport(record);
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

  /** What the manifest will say. Series without files and symbols without series are left out. */
  content(): ManifestContent {
    const series = [...this.#series.values()].filter(({ files }) => files.length > 0);
    const used = new Set(series.map(({ key }) => key.symbol));
    const symbols = [...this.#symbols.values()].filter(({ symbol }) => used.has(symbol));
    return {
      symbols: symbols.sort((a, b) => compareText(a.symbol, b.symbol)),
      series: series.sort((a, b) => compareText(a.id, b.id)),
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

/** What is left of a range without another, none, one or two pieces. */
function without(range: TimeRange, removed: TimeRange): TimeRange[] {
  const before = { from: range.from, to: micros(Math.min(range.to, removed.from)) };
  const after = { from: micros(Math.max(range.from, removed.to)), to: range.to };
  return [before, after].filter(({ from, to }) => from < to);
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
