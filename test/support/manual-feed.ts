import type { Feed, FeedCondition, FeedInput } from '../../shared/session/feed.ts';
import { micros } from '../../shared/market/time.ts';
import { type TestRun, type TestStream, testRun } from './blocks.ts';
import { emptySeeds } from './simulated-feed.ts';

/** A feed that sends what the test tells it to. Times are seconds since the first open. */
export class ManualFeed implements Feed {
  readonly listsEveryTrade = true;
  isClosed = false;
  readonly #open: number;
  #take: (input: FeedInput) => void = () => undefined;
  #numbers = 0;

  constructor(open: number) {
    this.#open = open;
  }

  start(_streams: unknown, take: (input: FeedInput) => void): void {
    this.#take = take;
  }

  close(): void {
    this.isClosed = true;
  }

  bar(stream: number, second: number, price: number): void {
    const bar = { open: price, high: price, low: price, close: price, volume: 100 };
    this.#take({ type: 'bar', stream, bar: { time: this.#at(second), ...bar }, received: this.#at(second) });
  }

  quote(stream: number, second: number, bid: number): void {
    const quote = { time: this.#at(second), bid, ask: bid + 0.01, bidSize: 100, askSize: 100 };
    this.#take({ type: 'quote', stream, number: this.#numbers++, quote, received: this.#at(second) });
  }

  status(stream: number, condition: FeedCondition, second: number): void {
    this.#take({ type: 'status', stream, condition, since: this.#at(second) });
  }

  #at(second: number): ReturnType<typeof micros> {
    return micros(this.#open + second * 1e6);
  }
}

/** A live run of sessions of this many seconds, of which nothing is stored yet. */
export function liveRun(
  streams: readonly TestStream[],
  seconds: readonly number[],
  intervals: readonly string[],
): TestRun {
  const run = testRun(
    streams,
    seconds.map((length) => ({ seconds: length, rows: streams.map(() => []) })),
    intervals,
  );
  const plan = { ...run.plan, config: { ...run.plan.config, mode: 'live' as const } };
  return { plan, blocks: emptySeeds(run) };
}
