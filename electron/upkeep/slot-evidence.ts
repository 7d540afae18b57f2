import { ONE_MINUTE, ONE_SECOND } from '../../shared/market/interval.ts';
import type { SeriesKey } from '../../shared/market/series.ts';
import { MICROS_PER_MINUTE, micros } from '../../shared/market/time.ts';
import type { PlannedSession } from '../../shared/session/plan.ts';
import type { StoreReader } from '../store/reader.ts';
import type { MinuteBars, SlotEvidence } from './completeness.ts';
import { SessionBars } from './session-rows.ts';

/** How far before the open and after the close trades are looked at: one on each side covers the session's edges (S13). */
const AROUND = 15 * MICROS_PER_MINUTE;

/** Collects what the store holds that can prove empty slots of one base series empty (S13). */
export class EvidenceOf {
  readonly #reader: StoreReader;
  readonly #key: SeriesKey;
  readonly #minutes: readonly { readonly bars: SessionBars; readonly sameSource: boolean }[];
  readonly #trades: SeriesKey | undefined;

  constructor(reader: StoreReader, key: SeriesKey, sessions: readonly PlannedSession[]) {
    this.#reader = reader;
    this.#key = key;
    this.#minutes = coarserKeys(reader, key).map((coarser) => ({
      bars: new SessionBars(reader, coarser, sessions),
      sameSource: coarser.source === key.source,
    }));
    this.#trades = tradesKey(reader, key);
  }

  async of(session: PlannedSession): Promise<SlotEvidence> {
    const minutes: MinuteBars[] = await Promise.all(
      this.#minutes.map(async ({ bars, sameSource }) => {
        const columns = await bars.of(session);
        return { time: columns.time, volume: columns.volume, sameSource, bars: columns };
      }),
    );
    const listed = (this.#reader.find(this.#key)?.listsEveryTrade ?? []).filter(
      ({ from, to }) => from < session.close && to > session.open,
    );
    if (this.#trades === undefined) return { minutes, listed };
    const range = { from: micros(session.open - AROUND), to: micros(session.close + AROUND) };
    const { time } = await this.#reader.loadTrades(this.#trades, range);
    return { minutes, listed, trades: time };
  }
}

/** Stored 1m bars of the symbol beside a 1s base, its own source's first. */
function coarserKeys(reader: StoreReader, key: SeriesKey): SeriesKey[] {
  if (key.interval !== ONE_SECOND) return [];
  const keys = reader.series().map((series) => series.key);
  return keys
    .filter((other) => other.kind === 'bars' && other.symbol === key.symbol && other.interval === ONE_MINUTE)
    .sort((a, b) => Number(b.source === key.source) - Number(a.source === key.source));
}

/** Trades of the same source: another venue's silence proves nothing. */
export function tradesKey(reader: StoreReader, key: SeriesKey): SeriesKey | undefined {
  return reader
    .series()
    .map((series) => series.key)
    .find(({ kind, symbol, source }) => kind === 'trades' && symbol === key.symbol && source === key.source);
}

/** Hashes of the stored files that the states of a range rest on: those of the series and of all evidence. For caches. */
export function filesBehind(reader: StoreReader, key: SeriesKey, from: number, to: number): string[] {
  const trades = tradesKey(reader, key);
  const keys = [key, ...coarserKeys(reader, key), ...(trades === undefined ? [] : [trades])];
  const range = { from: micros(from - AROUND), to: micros(to + AROUND) };
  return keys.flatMap((one) => reader.files(one, range).map(({ sha256 }) => sha256));
}
