import { AppError, toErrorShape } from '../../shared/lang/app-error.ts';
import type { BarColumns } from '../../shared/market/columns.ts';
import type { SeriesKey } from '../../shared/market/series.ts';
import { intervalMicros } from '../../shared/market/interval.ts';
import type { TimeRange } from '../../shared/market/time.ts';
import type { BarProvider, ProvidedBars } from '../../shared/session/bar-provider.ts';
import type { MissingBars } from '../../shared/session/upkeep-messages.ts';
import { stageProvided } from '../store/stage-provided.ts';
import type { Store } from '../store/store.ts';
import type { Missing } from './upkeep-client.ts';

/** Wall milliseconds that a provider is left alone after it failed: at high speed session minutes follow quickly. */
const REST_MS = 1_000;

export interface RepairParts {
  readonly store: Pick<Store, 'commitFiles' | 'staging'>;
  readonly providers: readonly BarProvider[];
  /** Bars were stored. */
  readonly stored: () => void;
  /** Tells upkeep the open times of the bars that were stored. */
  readonly provided: (run: number, key: string, times: Float64Array) => void;
}

/** Asks connected providers for bars that open runs miss, in the order they were connected, and stores what comes under the provider's name: the next
 * run fills from it (D3, S26). One question at a time; a provider that fails is asked again with a later session minute. */
export class BarRepairs {
  readonly #parts: RepairParts;
  readonly #cancel = new AbortController();
  readonly #restingUntil = new Map<string, number>();
  #queue: Promise<void> = Promise.resolve();

  constructor(parts: RepairParts) {
    this.#parts = parts;
  }

  received({ run, missing }: Missing): void {
    this.#queue = this.#queue.then(async () => {
      const times = this.#cancel.signal.aborted ? NONE : await this.#repair(missing);
      this.#parts.provided(run, missing.key, times);
    });
  }

  /** Resolves when what was under way has ended. */
  async close(): Promise<void> {
    this.#cancel.abort();
    await this.#queue;
  }

  async #repair(missing: MissingBars): Promise<Float64Array> {
    for (const provider of this.#parts.providers) {
      if (performance.now() < (this.#restingUntil.get(provider.name) ?? 0)) continue;
      try {
        const times = await this.#repairFrom(provider, missing);
        if (times.length > 0) return times;
      } catch (error) {
        this.#restingUntil.set(provider.name, performance.now() + REST_MS);
        if (!this.#cancel.signal.aborted)
          console.error(`${provider.name} has no bars of ${missing.symbol}: ${toErrorShape(error).message}`);
      }
    }
    return NONE;
  }

  async #repairFrom(provider: BarProvider, missing: MissingBars): Promise<Float64Array> {
    const { symbol, interval, spans, calendar, source } = missing;
    const [first, last] = [spans[0], spans[spans.length - 1]];
    // A source cannot fill its own gaps from what it was asked for before.
    if (first === undefined || last === undefined || provider.name === source) return NONE;
    const range = { from: first.from, to: last.to };
    const answer = await provider.fetchBars({ symbol, interval }, range, this.#cancel.signal);
    if (this.#cancel.signal.aborted) throw new AppError('cancelled', 'Tapedeck is ending.');
    const wanted = onlyIn(answer, spans, intervalMicros(interval));
    if (wanted.columns.time.length === 0) return NONE;
    const key: SeriesKey = { kind: 'bars', symbol, interval, source: provider.name };
    const { store, stored } = this.#parts;
    const staged = await stageProvided(await store.staging(), key, wanted, calendar);
    await store.commitFiles([staged]);
    stored();
    return wanted.columns.time;
  }
}

const NONE = new Float64Array();

/** The bars that stand for missing slots; what a provider sends beside them is left alone. */
function onlyIn({ columns, ...scales }: ProvidedBars, spans: readonly TimeRange[], step: number): ProvidedBars {
  const rows: number[] = [];
  columns.time.forEach((time, row) => {
    const span = spans.find(({ from, to }) => time >= from && time + step <= to);
    if (span !== undefined && (time - span.from) % step === 0) rows.push(row);
  });
  const pick = (column: Float64Array): Float64Array => Float64Array.from(rows, (row) => column[row] as number);
  const { time, open, high, low, close, volume } = columns;
  const picked: BarColumns = {
    ...{ time: pick(time), open: pick(open), high: pick(high), low: pick(low), close: pick(close) },
    volume: pick(volume),
    flags: new Uint8Array(rows.length),
  };
  return { columns: picked, ...scales };
}
