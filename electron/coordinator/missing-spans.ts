import { intervalMicros } from '../../shared/market/interval.ts';
import type { SessionSpan } from '../../shared/market/calendar/slots.ts';
import { SLOT_MISSING } from '../../shared/quality/quality.ts';
import type { SessionBlock } from '../../shared/session/block.ts';

/** Spans of missing slots by symbol and session (D1), kept for every session that was played: charts reach back further than
 * blocks do. */
export class MissingSpans {
  /** By symbol, then session index: from, to, from, to ... */
  readonly #spans = new Map<string, Float64Array[]>();

  add(block: SessionBlock): void {
    this.#put(block, false);
  }

  /** A live session: its spans are others with every slot that passes. */
  replace(block: SessionBlock): void {
    this.#put(block, true);
  }

  /** Pairs inside `[from, to)` of a symbol, cut at its edges, in the sessions up to `lastSession`. */
  between(symbol: string, from: number, to: number, lastSession: number): Float64Array {
    const found: number[] = [];
    const sessions = this.#spans.get(symbol) ?? [];
    for (let index = 0; index <= lastSession; index++) {
      const pairs = sessions[index];
      if (pairs === undefined || (pairs.at(-1) ?? from) <= from) continue;
      for (let at = 0; at < pairs.length; at += 2) {
        const start = Math.max(from, pairs[at] as number);
        const end = Math.min(to, pairs[at + 1] as number);
        if (start < end) found.push(start, end);
      }
    }
    return Float64Array.from(found);
  }

  #put(block: SessionBlock, isNew: boolean): void {
    for (const { symbol, stream, slots } of block.symbols) {
      const base = block.streams[stream];
      if (base?.kind !== 'bars') continue;
      const sessions = this.#spans.get(symbol) ?? [];
      if (isNew || sessions[block.index] === undefined)
        sessions[block.index] = missingSpans(slots, block.spans, intervalMicros(base.interval));
      this.#spans.set(symbol, sessions);
    }
  }
}

/** Pairs of from and to, ascending: the runs of missing slots of one session, a break in between parting them. */
export function missingSpans(slots: Uint8Array, spans: readonly SessionSpan[], step: number): Float64Array {
  const pairs: number[] = [];
  let slot = 0;
  for (const { from, to } of spans) {
    const count = Math.floor((to - from) / step);
    for (let i = 0; i < count; i++, slot++) {
      if (slots[slot] !== SLOT_MISSING) continue;
      const start = from + i * step;
      if (pairs.at(-1) === start) pairs[pairs.length - 1] = start + step;
      else pairs.push(start, start + step);
    }
  }
  return Float64Array.from(pairs);
}
