import { intervalMicros, type Interval } from '../../../shared/market/interval.ts';
import { MICROS_PER_MINUTE } from '../../../shared/market/time.ts';
import type { Bar, SessionReads } from '../api/data.ts';
import type { OpeningRange } from '../api/indicators.ts';
import { defined, Indicator } from './indicator.ts';

/** Highest high and lowest low of the base bars that closed within the session's first minutes. */
export class OpeningRangeIndicator extends Indicator implements OpeningRange {
  override readonly isOfSession = true;
  readonly #data: Pick<SessionReads, 'sessionStart' | 'clock'>;
  readonly #length: number;
  readonly #step: number;
  readonly #range = this.take(2);

  constructor(data: Pick<SessionReads, 'sessionStart' | 'clock'>, minutes: number, base: Interval) {
    super();
    this.#data = data;
    this.#length = minutes * MICROS_PER_MINUTE;
    this.#step = intervalMicros(base);
  }

  get high(): number | undefined {
    return this.#isOver ? defined(this.#range[0] as number) : undefined;
  }

  get low(): number | undefined {
    return this.#isOver ? defined(this.#range[1] as number) : undefined;
  }

  override update(bar: Bar): void {
    if (bar.time + this.#step > this.#data.sessionStart + this.#length) return;
    const range = this.#range;
    range[0] = Number.isNaN(range[0]) ? bar.high : Math.max(range[0] as number, bar.high);
    range[1] = Number.isNaN(range[1]) ? bar.low : Math.min(range[1] as number, bar.low);
  }

  get #isOver(): boolean {
    return this.#data.clock >= this.#data.sessionStart + this.#length;
  }
}
