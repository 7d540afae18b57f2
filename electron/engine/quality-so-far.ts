import type { SymbolBlock } from '../../shared/session/block.ts';
import type { SessionSpan } from '../../shared/market/calendar/slots.ts';
import {
  type QualityCounts,
  SLOT_FILLED,
  SLOT_MISSING,
  SLOT_PRESENT,
  SLOT_VERIFIED_EMPTY,
} from '../../shared/quality/quality.ts';
import { MICROS_PER_MINUTE } from '../../shared/market/time.ts';

/** Slots of `step` microseconds that have ended at or before `time`, breaks left out. */
export function slotsUntil(spans: readonly SessionSpan[], step: number, time: number): number {
  let slots = 0;
  for (const { from, to } of spans) {
    if (time <= from) break;
    slots += Math.floor((Math.min(time, to) - from) / step);
  }
  return slots;
}

/** Counts the slot states of one symbol's session up to the clock (D1). Reads on from where it stood; an earlier time starts anew. */
export class QualitySoFar {
  readonly #slots: Uint8Array;
  readonly #shortMinutes: Uint8Array;
  readonly #spans: readonly SessionSpan[];
  readonly #step: number;
  readonly #counts = new Float64Array(4);
  #slot = 0;
  #minute = 0;
  #short = 0;

  constructor(block: Pick<SymbolBlock, 'slots' | 'shortMinutes'>, spans: readonly SessionSpan[], step: number) {
    this.#slots = block.slots;
    this.#shortMinutes = block.shortMinutes;
    this.#spans = spans;
    this.#step = step;
  }

  at(time: number): QualityCounts {
    const slots = Math.min(this.#slots.length, slotsUntil(this.#spans, this.#step, time));
    const minutes = Math.min(this.#shortMinutes.length, slotsUntil(this.#spans, MICROS_PER_MINUTE, time));
    if (slots < this.#slot || minutes < this.#minute) this.#restart();
    for (; this.#slot < slots; this.#slot++) {
      const state = this.#slots[this.#slot] as number;
      this.#counts[state] = (this.#counts[state] as number) + 1;
    }
    for (; this.#minute < minutes; this.#minute++) this.#short += this.#shortMinutes[this.#minute] as number;
    const filled = this.#counts[SLOT_FILLED] as number;
    return {
      expected: slots,
      present: (this.#counts[SLOT_PRESENT] as number) + filled,
      verifiedEmpty: this.#counts[SLOT_VERIFIED_EMPTY] as number,
      missing: this.#counts[SLOT_MISSING] as number,
      filled,
      short: this.#short,
    };
  }

  #restart(): void {
    this.#counts.fill(0);
    this.#slot = 0;
    this.#minute = 0;
    this.#short = 0;
  }
}
