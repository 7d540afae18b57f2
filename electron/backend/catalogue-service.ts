import type { UpkeepResults } from '../../shared/session/upkeep-messages.ts';
import type { DayQuality, SeriesDays, SeriesSummary } from '../../shared/store/catalogue.ts';
import type { Store } from '../store/store.ts';
import type { EventBus } from './event-bus.ts';

/** What is asked of the upkeep thread. */
export interface QualitySource {
  storeChanged(): void;
  ask(request: { readonly type: 'summaries' }): Promise<UpkeepResults['summaries']>;
  ask(request: { readonly type: 'days' }): Promise<UpkeepResults['days']>;
}

/** The catalogue with the quality of each series. Quality is worked out by the upkeep thread in the background, after the first list and after every
 * change: the list comes at once without it, `catalog.changed` says when it is there, and `quality.changed` which days differ from before. */
export class CatalogueService {
  readonly #store: Store;
  readonly #upkeep: QualitySource;
  readonly #events: EventBus;
  #quality: ReadonlyMap<string, UpkeepResults['summaries'][number]> = new Map();
  /** Every day as it was told last; absent before the first pass. */
  #days: ReadonlyMap<string, SeriesDays> | undefined;
  /** Counts what may change quality. */
  #version = 0;
  /** The version that quality was asked for. */
  #asked: number | undefined;

  constructor(store: Store, upkeep: QualitySource, events: EventBus) {
    this.#store = store;
    this.#upkeep = upkeep;
    this.#events = events;
  }

  async list(): Promise<readonly SeriesSummary[]> {
    // Another program writes to a folder that is open read-only here.
    if (this.#store.isReadOnly && (await this.#store.refresh())) {
      this.#version += 1;
      this.#upkeep.storeChanged();
    }
    const series = await this.#store.catalogue();
    if (series.length > 0) void this.#findQuality();
    return series.map((summary) => {
      const found = this.#quality.get(summary.id);
      if (found === undefined) return summary;
      const { sessions, quality, coverage } = found;
      return { ...summary, sessions, quality, coverage };
    });
  }

  /** Something was stored or removed, or a calendar changed. */
  changed(): void {
    this.#version += 1;
    this.#upkeep.storeChanged();
    this.#tell();
    void this.#findQuality();
  }

  async #findQuality(): Promise<void> {
    const version = this.#version;
    if (this.#asked === version) return;
    this.#asked = version;
    try {
      const found = await this.#upkeep.ask({ type: 'summaries' });
      const days = await this.#upkeep.ask({ type: 'days' });
      if (this.#asked !== version) return;
      this.#quality = new Map(found.map((quality) => [quality.id, quality]));
      this.#tell();
      this.#tellDays(days);
    } catch {
      // The list stays without quality; the heatmap, which asks for the same, says what is wrong.
    }
  }

  #tell(): void {
    const rows = this.#store.reader.series().flatMap(({ files }) => files);
    this.#events.emit('catalog.changed', { rows: rows.reduce((sum, file) => sum + file.rows, 0) });
  }

  #tellDays(series: readonly SeriesDays[]): void {
    const before = this.#days;
    this.#days = new Map(series.map((one) => [one.id, one]));
    if (before === undefined) return;
    for (const { id, days } of series) {
      const known = new Map(before.get(id)?.days.map((day) => [day.date, day]));
      const changed = days.filter((day) => !isSame(day, known.get(day.date)));
      if (changed.length > 0) this.#events.emit('quality.changed', { seriesId: id, days: changed });
    }
  }
}

function isSame(day: DayQuality, before: DayQuality | undefined): boolean {
  return (
    before !== undefined &&
    day.expected === before.expected &&
    day.present === before.present &&
    day.verifiedEmpty === before.verifiedEmpty &&
    day.missing === before.missing &&
    day.filled === before.filled &&
    day.short === before.short
  );
}
