import { describe, expect, it } from 'vitest';
import { EventLogHash } from '../../../electron/coordinator/event-log-hash.ts';
import { Engine } from '../../../electron/engine/engine.ts';
import { EventLog, type EventLogSink } from '../../../electron/engine/event-log.ts';
import { micros } from '../../../shared/market/time.ts';
import type { Order } from '../../../shared/trading/order.ts';
import { testRun } from '../../support/blocks.ts';

const run = testRun(
  [
    { type: 'quotes', symbol: 'A' },
    { type: 'bars', symbol: 'A', interval: '1s' },
  ],
  [
    {
      seconds: 3,
      rows: [
        [-1, 1, 2.5],
        [0, 1, 2],
      ],
    },
  ],
  ['2s'],
);

/** Words of an order's record without its texts' units, and the bytes of so many words. */
const orderWords = 8 * 4 + 1 + 2 * 4 + 4 + 4 * 2;
const sizeOf = (words: number): number => words * 2;

class Bytes implements EventLogSink {
  readonly all: number[] = [];
  write(bytes: Uint8Array): void {
    this.all.push(...bytes);
  }
  mark(): object {
    return { length: this.all.length };
  }
  restore(mark: object): void {
    this.all.length = (mark as { length: number }).length;
  }
}

function playInto(sink: EventLogSink): void {
  const engine = new Engine({ plan: run.plan, blockOf: (index) => run.blocks[index], log: sink });
  engine.stepUntil({ time: Number.POSITIVE_INFINITY });
  engine.flushLog();
}

describe('the event log', () => {
  it('is the documented encoding, byte by byte (S24)', () => {
    const sink = new Bytes();
    playInto(sink);
    const view = new DataView(Uint8Array.from(sink.all).buffer);
    let at = 0;
    const u16 = (): number => view.getUint16((at += 2) - 2, true);
    const u32 = (): number => view.getUint32((at += 4) - 4, true);
    const f64 = (): number => view.getFloat64((at += 8) - 8, true);
    const text = (): string => {
      const length = u16();
      return String.fromCharCode(...sink.all.slice(at, (at += length)));
    };
    expect([text(), u16(), u16(), text(), text()]).toEqual([
      'TAPEDECK EVENT LOG',
      3,
      2,
      'quotes/event/A/test',
      'bars/1s/A/test',
    ]);
    at += at % 2;
    const block = run.blocks[0]!;
    expect(u16()).toBe(0xff00);
    const length = u32();
    const from = at;
    expect([text(), f64(), f64()]).toEqual([block.date, block.open, block.close]);
    expect([u32(), text(), u32(), text()]).toEqual([1, block.streams[0]!.digest, 0, block.streams[1]!.digest]);
    at = from + length;
    expect([u16(), u16(), u16(), u16(), u16()]).toEqual([1, 0, 1, 0, 1]);
    expect([u16(), u32(), f64(), u16()]).toEqual([0xff01, 10, block.close, 0]);
    expect(at).toBe(sink.all.length);
  });

  it('lays out orders and fills in fixed fields, absent ones as infinity or an empty size (S24)', () => {
    const sink = new Bytes();
    const log = new EventLog(sink);
    const [placedAt, activeAt] = [micros(1_000), micros(2_000)];
    const order: Order = {
      id: 7,
      symbol: 'A',
      side: 'sell',
      quantity: 0.25,
      filled: 0,
      kind: { type: 'stop-limit', stop: 99.5, limit: 99.25 },
      timeInForce: 'fok',
      status: 'waiting',
      placedAt,
      activeAt,
      isManual: true,
      tag: '\ud800é',
    };
    log.order(order, false);
    log.order({ ...order, status: 'cancelled', endedAt: activeAt, reason: 'no' }, true);
    const source = { kind: 'bar', price: 'stop', time: placedAt } as const;
    const fill = { id: 1, order: 7, symbol: 'A', side: 'sell', quantity: 0.25, price: 99.5, source } as const;
    log.fill({
      ...fill,
      time: activeAt,
      knownAt: activeAt,
      commission: 3,
      slippage: -0,
      isAmbiguous: true,
      isManual: false,
    });
    log.flush();
    const view = new DataView(Uint8Array.from(sink.all).buffer);
    let at = 0;
    const words = (count: number): number[] => Array.from({ length: count }, () => view.getUint16((at += 2) - 2, true));
    const doubles = (count: number): number[] =>
      Array.from({ length: count }, () => view.getFloat64((at += 8) - 8, true));
    const text = (): number[] | undefined => {
      const [low = 0, high = 0] = words(2);
      const size = low + high * 65_536;
      return size === 0 ? undefined : words(size - 1);
    };
    const none = Number.POSITIVE_INFINITY;
    const orderRecord = (): unknown[] => [
      words(3),
      doubles(8),
      words(1),
      doubles(2),
      words(4),
      text(),
      text(),
      text(),
      text(),
    ];
    expect(orderRecord()).toEqual([
      [0xff02, sizeOf(orderWords + 1 + 2), 0],
      [7, 0.25, 0, 1_000, 2_000, none, none, none],
      [3],
      [99.5, 99.25],
      [1, 3, 0, 1],
      [65],
      undefined,
      [0xd800, 0xe9],
      undefined,
    ]);
    expect(orderRecord()).toEqual([
      [0xff04, sizeOf(orderWords + 1 + 2 + 2), 0],
      [7, 0.25, 0, 1_000, 2_000, 2_000, none, none],
      [3],
      [99.5, 99.25],
      [1, 3, 3, 1],
      [65],
      undefined,
      [0xd800, 0xe9],
      [110, 111],
    ]);
    expect([words(3), doubles(9), words(5), text(), text()]).toEqual([
      [0xff03, sizeOf(9 * 4 + 5 + 2 * 2 + 1), 0],
      [1, 7, 0.25, 99.5, 2_000, 2_000, 3, 0, 1_000],
      [1, 1, 3, 1, 0],
      [65],
      undefined,
    ]);
    expect(at).toBe(sink.all.length);
  });

  it('has one SHA-256 for one run, and another one when a value of the data differs', () => {
    const digest = (): string => {
      const log = new EventLogHash();
      playInto(log);
      return log.digest();
    };
    const first = digest();
    expect(first).toBe('d31abab5d237e8ad43fc408392cfe1f4830b8db6f7183773af59fd471c822a32');
    const stream = run.blocks[0]!.streams[1]!;
    Object.assign(stream, { digest: stream.digest.replace(/^./, (char) => (char === '0' ? '1' : '0')) });
    expect(digest()).not.toBe(first);
  });
});
