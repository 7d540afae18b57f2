import { type Micros, micros } from '../../shared/market/time.ts';
import type { SessionBlock, StreamBlock } from '../../shared/session/block.ts';
import type { FeedEvent, LiveInput } from '../../shared/session/feed.ts';
import { type Seeded, seeded } from './seeded.ts';
import { type TestRun, delayOf } from './blocks.ts';

/** How badly a simulated feed behaves; parts in a hundred of its events. */
export interface FeedFaults {
  /** Come up to 90 s after the exchange had them. */
  readonly late: number;
  readonly doubled: number;
  /** Outages of a stream in a session, at most. */
  readonly outages: number;
  /** Outages are noticed up to 20 s late. */
  readonly noticedLate: boolean;
  /** Of the bars lost in outages, how many upkeep finds later. */
  readonly repaired: number;
}

export const PUNCTUAL: FeedFaults = { late: 0, doubled: 0, outages: 0, noticedLate: false, repaired: 0 };

export interface Outage {
  readonly stream: number;
  readonly from: Micros;
  readonly to: Micros;
}

/** What a feed does, and what really happened. */
export interface FeedStory {
  /** In the order of their coming; one at most a millisecond before the exchange had it. */
  readonly arrivals: readonly { readonly at: Micros; readonly input: LiveInput }[];
  readonly outages: readonly Outage[];
  /** Events that are sent at least once, and the rows they are of. */
  readonly sent: readonly {
    readonly event: FeedEvent;
    readonly session: number;
    readonly stream: number;
    readonly row: number;
  }[];
}

/** The same sessions with nothing stored yet: what a live run begins with. */
export function emptySeeds(run: TestRun): SessionBlock[] {
  return run.blocks.map((block) => ({
    ...block,
    streams: block.streams.map(withoutRows),
    symbols: block.symbols.map((symbol) => ({ ...symbol, derived: [], slots: new Uint8Array(symbol.slots.length) })),
  }));
}

/** The same run with quotes and trades that their sizes tell apart: row 7 has the size 8. */
export function numbered(run: TestRun): TestRun {
  const sizes = (time: Float64Array): Float64Array => time.map((_, row) => row + 1);
  const numberedStream = (stream: StreamBlock): StreamBlock => {
    if (stream.kind === 'bars') return stream;
    const { columns } = stream;
    if (stream.kind === 'trades') return { ...stream, columns: { ...stream.columns, size: sizes(columns.time) } };
    return { ...stream, columns: { ...stream.columns, bidSize: sizes(columns.time) } };
  };
  return { ...run, blocks: run.blocks.map((block) => ({ ...block, streams: block.streams.map(numberedStream) })) };
}

/** A seeded story of the run's rows as a live feed sends them. */
export function feedStory(run: TestRun, seed: number, faults: FeedFaults): FeedStory {
  const next = seeded(seed);
  const outages = run.blocks.flatMap((block) => outagesOf(block, next, faults));
  const sent: FeedStory['sent'][number][] = [];
  const arrivals: { at: Micros; order: number; input: LiveInput }[] = [];
  const arrive = (at: number, input: LiveInput): void => {
    arrivals.push({ at: micros(Math.round(at)), order: arrivals.length, input });
  };
  run.plan.streams.forEach((_, stream) => {
    const begin = run.plan.sessions[0]!.open - 30e6;
    arrive(begin, { type: 'status', stream, condition: 'connected', since: micros(begin) });
  });
  for (const { stream, from, to } of outages) {
    const condition = next(2) === 0 ? 'lost' : 'silent';
    arrive(Math.min(to, from + (faults.noticedLate ? next(20e6) : 0)), {
      type: 'status',
      stream,
      condition,
      since: from,
    });
    arrive(to, { type: 'status', stream, condition: 'connected', since: to });
  }
  for (const block of run.blocks) {
    block.streams.forEach((stream, index) => {
      const lost: number[] = [];
      for (let row = stream.kind === 'quotes' ? stream.first : 0; row < stream.columns.time.length; row++) {
        const known = stream.columns.time[row]! + delayOf(stream);
        if (outages.some((outage) => outage.stream === index && known > outage.from && known <= outage.to)) {
          lost.push(row);
          continue;
        }
        const received = known + (next(100) < faults.late ? next(90e6) : next(400_000));
        const event = eventOf(stream, index, row, micros(received));
        sent.push({ event, session: block.index, stream: index, row });
        arrive(received, event);
        if (next(100) < faults.doubled) arrive(received + next(30e6), event);
      }
      if (stream.kind !== 'bars') return;
      for (const row of lost) {
        if (next(100) >= faults.repaired) continue;
        const columns = Object.fromEntries(
          Object.entries(stream.columns).map(([name, column]) => [name, (column as Float64Array).slice(row, row + 1)]),
        ) as unknown as typeof stream.columns;
        arrive(stream.columns.time[row]! + delayOf(stream) + next(120e6), {
          ...{ type: 'repair', stream: index, origin: 'bars of another', columns },
        });
      }
    });
  }
  arrivals.sort((a, b) => a.at - b.at || a.order - b.order);
  return { arrivals, outages, sent };
}

function eventOf(block: StreamBlock, stream: number, row: number, received: Micros): FeedEvent {
  const at = (column: Float64Array | Uint8Array): number => column[row]!;
  const time = micros(block.columns.time[row]!);
  if (block.kind === 'bars') {
    const { open, high, low, close, volume } = block.columns;
    const bar = { time, open: at(open), high: at(high), low: at(low), close: at(close), volume: at(volume) };
    return { type: 'bar', stream, bar, received };
  }
  if (block.kind === 'quotes') {
    const { bid, ask, bidSize, askSize } = block.columns;
    const quote = { time, bid: at(bid), ask: at(ask), bidSize: at(bidSize), askSize: at(askSize) };
    return { type: 'quote', stream, number: row, quote, received };
  }
  const trade = { time, price: at(block.columns.price), size: at(block.columns.size) };
  return { type: 'trade', stream, number: row, trade, side: at(block.columns.side) as 0, received };
}

/** Disjoint, a second apart or more, inside the session. */
function outagesOf(block: SessionBlock, next: Seeded, { outages }: FeedFaults): Outage[] {
  return block.streams.flatMap((_, stream) => {
    const seconds = (block.close - block.open) / 1e6;
    const edges = Array.from({ length: 2 * next(outages + 1) }, () => next(seconds));
    const ascending = [...new Set(edges)].sort((a, b) => a - b);
    const found: Outage[] = [];
    for (let at = 0; at + 1 < ascending.length; at += 2) {
      const [from, to] = [ascending[at]!, ascending[at + 1]!];
      found.push({ stream, from: micros(block.open + from * 1e6), to: micros(block.open + to * 1e6) });
    }
    return found;
  });
}

function withoutRows<Block extends StreamBlock>(stream: Block): Block {
  const first = stream.kind === 'quotes' ? stream.first : 0;
  const columns = Object.fromEntries(
    Object.entries(stream.columns).map(([name, column]) => [name, (column as Float64Array).slice(0, first)]),
  );
  return { ...stream, columns };
}
