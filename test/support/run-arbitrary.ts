import fc from 'fast-check';
import { type TestRun, type TestSession, type TestStream, testRun } from './blocks.ts';

const SYMBOLS = ['AAA', 'BBB', 'CCC'] as const;

/** A symbol's streams: bars of one base or none, quotes or none, trades or none; at least one of them. */
const symbolStreams = fc
  .record({
    bars: fc.constantFrom(undefined, '1s', '1m'),
    quotes: fc.constantFrom(undefined, 'event', '1s', '1m'),
    trades: fc.boolean(),
  })
  .filter(({ bars, quotes, trades }) => bars !== undefined || quotes !== undefined || trades);

const streamLists = (symbols: number): fc.Arbitrary<TestStream[]> =>
  fc
    .array(symbolStreams, { minLength: 1, maxLength: symbols })
    .map((list) => list.flatMap((entry, index) => streamsOf(SYMBOLS[index] ?? 'AAA', entry)))
    .chain((streams) => fc.shuffledSubarray(streams, { minLength: streams.length }));

function streamsOf(
  symbol: string,
  {
    bars,
    quotes,
    trades,
  }: { bars?: '1s' | '1m' | undefined; quotes?: 'event' | '1s' | '1m' | undefined; trades: boolean },
): TestStream[] {
  return [
    ...(bars === undefined ? [] : [{ type: 'bars' as const, symbol, interval: bars }]),
    ...(quotes === undefined ? [] : [{ type: 'quotes' as const, symbol, sampled: quotes }]),
    ...(trades ? [{ type: 'trades' as const, symbol }] : []),
  ];
}

interface RunSize {
  readonly symbols: number;
  readonly sessions: number;
  /** Seconds of the longest session. */
  readonly seconds: number;
  /** Of each stream in a session, at most. */
  readonly ticks: number;
  readonly bars: number;
}

/** Stamps of one stream in a session of `seconds`, so that every row is known within it. */
function rowsOf(stream: TestStream, seconds: number, { ticks, bars }: RunSize): fc.Arbitrary<number[]> {
  const step =
    stream.type === 'bars' ? stream.interval : stream.type === 'quotes' ? (stream.sampled ?? 'event') : 'event';
  if (step === 'event') {
    // Several at an instant at which derived bars close: what a tie or a cut may get wrong.
    const quarter = fc.oneof(
      fc.integer({ min: 0, max: seconds * 4 - 1 }),
      fc.integer({ min: 0, max: Math.floor((seconds * 4 - 1) / 40) }).map((tenth) => tenth * 40),
    );
    const within = fc.array(quarter, { maxLength: ticks });
    const before = stream.type === 'quotes' ? fc.array(fc.constant(-3), { maxLength: 1 }) : fc.constant([]);
    return fc
      .tuple(before, within)
      .map(([early, quarters]) => [...early, ...sorted(quarters).map((value) => value / 4)]);
  }
  const length = step === '1s' ? 1 : 60;
  const slots = Math.floor(seconds / length);
  if (slots === 0) return fc.constant([]);
  return fc
    .uniqueArray(fc.integer({ min: 0, max: slots - 1 }), { maxLength: bars })
    .map((chosen) => sorted(chosen).map((slot) => slot * length));
}

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

function runsOf(size: RunSize): fc.Arbitrary<TestRun> {
  const lengths = fc.array(fc.integer({ min: 30, max: size.seconds }), { minLength: 1, maxLength: size.sessions });
  return fc.tuple(streamLists(size.symbols), lengths).chain(([streams, sessionLengths]) => {
    const sessions = sessionLengths.map((seconds) =>
      fc
        .tuple(...streams.map((stream) => rowsOf(stream, seconds, size)))
        .map((rows): TestSession => ({ seconds, rows })),
    );
    return fc.tuple(...sessions).map((list) => {
      const run = testRun(streams, list, ['10s', '1m', '2m', '5m', '1d']);
      return Object.assign(run, { [fc.toStringMethod]: () => JSON.stringify({ streams, sessions: list }) });
    });
  });
}

/** Runs of a few short sessions with many ties: mixed bases, quotes of every sampling, several trades at one instant. */
export const anyRun = runsOf({ symbols: 3, sessions: 4, seconds: 400, ticks: 60, bars: 80 });

/** The same in small, for properties whose every case is costly: thousands of them find more than hundreds of {@link anyRun}. */
export const smallRun = runsOf({ symbols: 2, sessions: 2, seconds: 130, ticks: 6, bars: 12 });
