import type { SessionSpan } from '../market/calendar/slots.ts';
import { MICROS_PER_MINUTE, micros, type Micros } from '../market/time.ts';

/** Maps the instants of a session to its base slots and minutes and back. Slots and minutes are numbered through all spans in
 * order of time, from 0, breaks left out; slots and minutes of a span count from its start (S8, S14). */
export class SlotGrid {
  readonly spans: readonly SessionSpan[];
  /** Microseconds of one slot. */
  readonly step: number;
  readonly slots: number;
  readonly minutes: number;
  readonly #firstSlot: readonly number[];
  readonly #firstMinute: readonly number[];

  constructor(spans: readonly SessionSpan[], step: number) {
    this.spans = spans;
    this.step = step;
    const firstSlot: number[] = [];
    const firstMinute: number[] = [];
    let slots = 0;
    let minutes = 0;
    for (const { from, to } of spans) {
      firstSlot.push(slots);
      firstMinute.push(minutes);
      slots += Math.floor((to - from) / step);
      minutes += Math.ceil((to - from) / MICROS_PER_MINUTE);
    }
    this.slots = slots;
    this.minutes = minutes;
    this.#firstSlot = firstSlot;
    this.#firstMinute = firstMinute;
  }

  /** Slots that end at or before `time`. */
  slotsUntil(time: number): number {
    for (let span = this.spans.length - 1; span >= 0; span--) {
      const { from, to } = this.spans[span] as SessionSpan;
      if (time > from) return (this.#firstSlot[span] as number) + Math.floor((Math.min(time, to) - from) / this.step);
    }
    return 0;
  }

  /** The slot that holds `time`, or -1 outside of the spans. */
  slotAt(time: number): number {
    const span = this.#spanHolding(time);
    if (span < 0) return -1;
    const slot =
      (this.#firstSlot[span] as number) + Math.floor((time - (this.spans[span] as SessionSpan).from) / this.step);
    return slot < (this.#firstSlot[span + 1] ?? this.slots) ? slot : -1;
  }

  /** The minute that holds `time`, or -1 outside of the spans. */
  minuteAt(time: number): number {
    const span = this.#spanHolding(time);
    if (span < 0) return -1;
    const { from } = this.spans[span] as SessionSpan;
    return (this.#firstMinute[span] as number) + Math.floor((time - from) / MICROS_PER_MINUTE);
  }

  /** Open time of a slot. */
  slotTime(slot: number): Micros {
    const span = lastAtMost(this.#firstSlot, slot);
    const { from } = this.spans[span] as SessionSpan;
    return micros(from + (slot - (this.#firstSlot[span] as number)) * this.step);
  }

  minuteTime(minute: number): Micros {
    const span = lastAtMost(this.#firstMinute, minute);
    const { from } = this.spans[span] as SessionSpan;
    return micros(from + (minute - (this.#firstMinute[span] as number)) * MICROS_PER_MINUTE);
  }

  /** True where `slot` is the first after a break or the open: a gap ends before it. */
  startsSpan(slot: number): boolean {
    return this.#firstSlot.includes(slot);
  }

  #spanHolding(time: number): number {
    return this.spans.findIndex(({ from, to }) => time >= from && time < to);
  }
}

/** Index of the last element that is at most `value`; the list ascends and starts at or below it. */
function lastAtMost(ascending: readonly number[], value: number): number {
  let index = ascending.length - 1;
  while (index > 0 && (ascending[index] as number) > value) index -= 1;
  return index;
}
