import type { SeriesSummary } from '../../shared/store/catalogue.ts';
import type { SeriesQuality } from '../../shared/session/upkeep-messages.ts';
import type { Store } from '../store/store.ts';
import type { EventBus } from './event-bus.ts';
import type { UpkeepClient } from './upkeep-client.ts';

/** The catalogue with the quality of each series. Quality is worked out by the upkeep thread: the list comes at once without it, and
 * `catalog.changed` says when it is there. */
export class CatalogueService {
  readonly #store: Store;
  readonly #upkeep: UpkeepClient;
  readonly #events: EventBus;
  #quality: ReadonlyMap<string, SeriesQuality> = new Map();
  /** Number of the manifest that quality was asked for. */
  #asked: number | undefined;

  constructor(store: Store, upkeep: UpkeepClient, events: EventBus) {
    this.#store = store;
    this.#upkeep = upkeep;
    this.#events = events;
  }

  async list(): Promise<readonly SeriesSummary[]> {
    // Another program writes to a folder that is open read-only here.
    if (this.#store.isReadOnly && (await this.#store.refresh())) this.#upkeep.storeChanged();
    const series = await this.#store.catalogue();
    const manifest = this.#store.reader.manifestNumber;
    if (series.length > 0 && this.#asked !== manifest) void this.#findQuality(manifest);
    return series.map((summary) => {
      const found = this.#quality.get(summary.id);
      if (found === undefined) return summary;
      const { sessions, quality, coverage } = found;
      return { ...summary, sessions, quality, coverage };
    });
  }

  /** Something was stored or removed. */
  changed(): void {
    this.#upkeep.storeChanged();
    this.#tell();
  }

  async #findQuality(manifest: number): Promise<void> {
    this.#asked = manifest;
    try {
      const found = await this.#upkeep.ask<'summaries'>({ type: 'summaries' });
      this.#quality = new Map(found.map((quality) => [quality.id, quality]));
      if (this.#asked === manifest) this.#tell();
    } catch {
      // The list stays without quality; the heatmap, which asks for the same, says what is wrong.
    }
  }

  #tell(): void {
    const rows = this.#store.reader.series().flatMap(({ files }) => files);
    this.#events.emit('catalog.changed', { rows: rows.reduce((sum, file) => sum + file.rows, 0) });
  }
}
