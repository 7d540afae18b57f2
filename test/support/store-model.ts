import { seriesId, type SeriesKey } from '../../shared/market/series.ts';
import type { TimeRange } from '../../shared/market/time.ts';
import type { CommitResult } from '../../electron/store/normalised.ts';

/** Rows of one series in a made-up file, ascending: `[micros, price, size]`. */
export type ModelRow = readonly [time: number, price: number, size: number];

export interface ModelSeries {
  readonly key: SeriesKey;
  readonly rows: readonly ModelRow[];
}

export interface ModelFile {
  readonly name: string;
  readonly series: readonly ModelSeries[];
}

export interface RestoreCounts {
  readonly rows: number;
  readonly duplicates: number;
  readonly replaced: number;
}

type Counts = Omit<CommitResult, 'status'>;

const NONE: Counts = { rowsStored: 0, duplicates: 0, replaced: 0 };
const textOf = ([, price, size]: ModelRow): string => `${price} ${size}`;

/** What a store must hold, kept in maps: S11 written down a second time, without files, scales or manifests. */
export class StoreModel {
  /** Bars: values by time. */
  readonly #bars = new Map<string, Map<number, string>>();
  /** Trades: how often each time and values occur. */
  readonly #trades = new Map<string, Map<string, number>>();
  /** Files that the store knows: hash-like name to the span of each series. */
  #known = new Map<string, readonly { readonly id: string; readonly first: number; readonly last: number }[]>();
  /** Replaced rows that must still be kept, and every one that may be. */
  readonly #replaced = new Set<string>();
  readonly #everReplaced = new Set<string>();

  copy(): StoreModel {
    const copy = new StoreModel();
    for (const [id, rows] of this.#bars) copy.#bars.set(id, new Map(rows));
    for (const [id, rows] of this.#trades) copy.#trades.set(id, new Map(rows));
    copy.#known = new Map(this.#known);
    for (const row of this.#replaced) copy.#replaced.add(row);
    for (const row of this.#everReplaced) copy.#everReplaced.add(row);
    return copy;
  }

  import(file: ModelFile): CommitResult {
    const identity = JSON.stringify(file);
    if (this.#known.has(identity)) return { status: 'unchanged', ...NONE };
    const total = { ...NONE };
    for (const { key, rows } of file.series) add(total, this.#merge(key, rows));
    const spans = file.series.map(({ key, rows }) => ({ id: seriesId(key), ...spanOf(rows) }));
    this.#known.set(identity, spans);
    return { status: 'imported', ...total };
  }

  /** Answers the number of rows removed. */
  remove(id: string, { from, to }: TimeRange): number {
    const isInside = (time: number): boolean => time >= from && time < to;
    let removed = 0;
    for (const time of [...(this.#bars.get(id)?.keys() ?? [])].filter(isInside)) {
      this.#bars.get(id)?.delete(time);
      removed++;
    }
    const trades = this.#trades.get(id) ?? new Map<string, number>();
    for (const [row, count] of [...trades].filter(([text]) => isInside(Number(text.split(' ')[0])))) {
      trades.delete(row);
      removed += count;
    }
    if (removed === 0) return 0;
    const isEmpty = (this.#bars.get(id)?.size ?? 0) === 0 && trades.size === 0;
    for (const row of this.#replaced) {
      const [of, time] = row.split(' ');
      if (of === id && (isEmpty || isInside(Number(time)))) this.#replaced.delete(row);
    }
    for (const [file, spans] of this.#known) {
      if (spans.some((span) => span.id === id && span.first < to && span.last >= from)) this.#known.delete(file);
    }
    return removed;
  }

  /** Merges a backup as a later import. */
  restore(backup: StoreModel): RestoreCounts {
    const total = { ...NONE };
    for (const [id, rows] of backup.#bars) add(total, this.#mergeBars(id, [...rows]));
    for (const [id, rows] of backup.#trades) add(total, this.#mergeTrades(id, new Map(rows)));
    for (const [file, spans] of backup.#known) if (!this.#known.has(file)) this.#known.set(file, spans);
    for (const row of backup.#replaced) this.#replaced.add(row);
    for (const row of backup.#everReplaced) this.#everReplaced.add(row);
    return { rows: total.rowsStored, duplicates: total.duplicates, replaced: total.replaced };
  }

  /** Rows by series id as text, sorted; series without rows are left out. */
  content(): Record<string, string[]> {
    const content: Record<string, string[]> = {};
    for (const [id, rows] of this.#bars) if (rows.size > 0) content[id] = [...rows].map((row) => row.join(' ')).sort();
    for (const [id, rows] of this.#trades) {
      if (rows.size > 0) content[id] = [...rows].flatMap(([row, count]) => Array<string>(count).fill(row)).sort();
    }
    return content;
  }

  /** What is wrong with the replaced rows that a store keeps, as `<series id> <time> <price> <size>`; empty when nothing is. */
  faultsOfReplaced(kept: ReadonlySet<string>): string[] {
    const lost = [...this.#replaced].filter((row) => !kept.has(row)).map((row) => `lost: ${row}`);
    const made = [...kept].filter((row) => !this.#everReplaced.has(row)).map((row) => `never replaced: ${row}`);
    return [...lost, ...made];
  }

  #merge(key: SeriesKey, rows: readonly ModelRow[]): Counts {
    const id = seriesId(key);
    if (key.kind === 'bars') return this.#mergeBars(id, rows.map((row) => [row[0], textOf(row)])); // prettier-ignore
    const counts = new Map<string, number>();
    for (const row of rows) counts.set(row.join(' '), (counts.get(row.join(' ')) ?? 0) + 1);
    return this.#mergeTrades(id, counts);
  }

  #mergeBars(id: string, rows: readonly (readonly [number, string])[]): Counts {
    const stored = this.#bars.get(id) ?? new Map<number, string>();
    this.#bars.set(id, stored);
    const counts = { ...NONE };
    for (const [time, values] of rows) {
      const before = stored.get(time);
      if (before === values) counts.duplicates++;
      else counts.rowsStored++;
      if (before !== undefined && before !== values) {
        counts.replaced++;
        this.#replaced.add(`${id} ${time} ${before}`);
        this.#everReplaced.add(`${id} ${time} ${before}`);
      }
      stored.set(time, values);
    }
    return counts;
  }

  #mergeTrades(id: string, rows: ReadonlyMap<string, number>): Counts {
    const stored = this.#trades.get(id) ?? new Map<string, number>();
    this.#trades.set(id, stored);
    const counts = { ...NONE };
    for (const [row, count] of rows) {
      const before = stored.get(row) ?? 0;
      counts.duplicates += Math.min(before, count);
      counts.rowsStored += Math.max(0, count - before);
      stored.set(row, Math.max(before, count));
    }
    return counts;
  }
}

function add(total: { -readonly [Key in keyof Counts]: number }, { rowsStored, duplicates, replaced }: Counts): void {
  total.rowsStored += rowsStored;
  total.duplicates += duplicates;
  total.replaced += replaced;
}

function spanOf(rows: readonly ModelRow[]): { readonly first: number; readonly last: number } {
  const times = rows.map(([time]) => time);
  return { first: Math.min(...times), last: Math.max(...times) };
}
