import { intervalMicros } from '../../../shared/market/interval.ts';
import { type TimeRange, micros } from '../../../shared/market/time.ts';
import type { SessionBlock } from '../../../shared/session/block.ts';
import { missingSpans } from '../missing-spans.ts';

/** What each bars stream of a session misses of the slots that have ended by `clock`; streams that are whole are left out. */
export function liveGaps(
  block: SessionBlock,
  clock: number,
): { readonly stream: number; readonly spans: readonly TimeRange[] }[] {
  return block.symbols.flatMap(({ stream, slots }) => {
    const base = block.streams[stream];
    if (base?.kind !== 'bars') return [];
    const step = intervalMicros(base.interval);
    const pairs = missingSpans(slots, block.spans, step);
    const spans: TimeRange[] = [];
    for (let at = 0; at < pairs.length; at += 2) {
      const from = pairs[at] as number;
      const ended = from + Math.floor((clock - from) / step) * step;
      const to = Math.min(pairs[at + 1] as number, ended);
      if (from < to) spans.push({ from: micros(from), to: micros(to) });
    }
    return spans.length === 0 ? [] : [{ stream, spans }];
  });
}
