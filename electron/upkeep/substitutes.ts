import { deriveBars } from '../engine/derive/cascade.ts';
import { ONE_MINUTE, ONE_SECOND, intervalMicros } from '../../shared/market/interval.ts';
import type { SeriesKey } from '../../shared/market/series.ts';
import type { PlannedSession } from '../../shared/session/plan.ts';
import type { StoreReader } from '../store/reader.ts';
import { barsFromTrades, type Substitute } from './fill.ts';
import { SessionBars } from './session-rows.ts';
import { tradesKey } from './slot-evidence.ts';

/** Finds what the store has in place of missing bars of one base series (D3), in order of preference: for a 1m base the same
 * source's 1s bars, the same source's trades, then other sources' bars of the same interval by name. */
export class SubstitutesFor {
  readonly #reader: StoreReader;
  readonly #key: SeriesKey;
  readonly #finer: SessionBars | undefined;
  readonly #trades: SeriesKey | undefined;
  readonly #others: readonly { readonly origin: string; readonly bars: SessionBars }[];

  constructor(reader: StoreReader, key: SeriesKey, sessions: readonly PlannedSession[]) {
    this.#reader = reader;
    this.#key = key;
    const bars = reader
      .series()
      .map((series) => series.key)
      .filter(({ kind, symbol }) => kind === 'bars' && symbol === key.symbol);
    const finer = bars.find(({ interval, source }) => interval === ONE_SECOND && source === key.source);
    this.#finer =
      key.interval === ONE_MINUTE && finer !== undefined ? new SessionBars(reader, finer, sessions) : undefined;
    this.#trades = tradesKey(reader, key);
    this.#others = bars
      .filter(({ interval, source }) => interval === key.interval && source !== key.source)
      .sort((a, b) => (a.source < b.source ? -1 : 1))
      .map((other) => ({
        origin: `${key.interval ?? ''} bars of ${other.source}`,
        bars: new SessionBars(reader, other, sessions),
      }));
  }

  async of(session: PlannedSession): Promise<Substitute[]> {
    const { source } = this.#key;
    const substitutes: Substitute[] = [];
    if (this.#finer !== undefined) {
      const base = await this.#finer.of(session);
      const grid = { anchor: session.open, spans: session.spans };
      const [minutes] = deriveBars({ base, baseInterval: ONE_SECOND, intervals: [ONE_MINUTE], grid });
      if (minutes !== undefined) substitutes.push({ origin: `1s bars of ${source}`, bars: minutes.columns });
    }
    if (this.#trades !== undefined) {
      const trades = await this.#reader.loadTrades(this.#trades, { from: session.open, to: session.close });
      const step = intervalMicros(this.#key.interval ?? ONE_SECOND);
      substitutes.push({ origin: `trades of ${source}`, bars: barsFromTrades(trades, step, session.open) });
    }
    for (const { origin, bars } of this.#others) substitutes.push({ origin, bars: await bars.of(session) });
    return substitutes;
  }
}
