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

/** Bytes of a record of so many doubles and words. */
const sizeOf = (doubles: number, words: number): number => doubles * 8 + words * 2;

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
      4,
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

  it('lays out orders and fills by a word that says which fields there are (S24)', () => {
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
    const trail = { type: 'trailing-stop', distance: 0.02, unit: 'fraction' } as const;
    const { tag: _, ...untagged } = order;
    const exit = { ...untagged, id: 8, filled: 0.125, kind: trail, parent: 7, group: 'g', isManual: false };
    log.order({ ...exit, status: 'cancelled', endedAt: activeAt, averagePrice: 99.375 }, true);
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
    const text = (): number[] => {
      const [low = 0, high = 0] = words(2);
      return words(low + high * 65_536);
    };
    const [sell, fillOrKill, cancelled, stopLimit, trailingFraction] = [1, 3 << 1, 3 << 3, 3 << 6, 7 << 6];
    const [isManual, endedAt, averagePrice, parent] = [1 << 9, 1 << 10, 1 << 11, 1 << 12];
    const [group, tag, reason] = [1 << 13, 1 << 14, 1 << 15];
    expect([words(3), words(1), doubles(7), text(), text()]).toEqual([
      [0xff02, sizeOf(7, 1 + 3 + 4), 0],
      [sell | fillOrKill | stopLimit | isManual | tag],
      [7, 0.25, 0, 1_000, 2_000, 99.5, 99.25],
      [65],
      [0xd800, 0xe9],
    ]);
    expect([words(3), words(1), doubles(8), text(), text(), text()]).toEqual([
      [0xff04, sizeOf(8, 1 + 3 + 4 + 4), 0],
      [sell | fillOrKill | cancelled | stopLimit | isManual | endedAt | tag | reason],
      [7, 0.25, 0, 1_000, 2_000, 99.5, 99.25, 2_000],
      [65],
      [0xd800, 0xe9],
      [110, 111],
    ]);
    expect([words(3), words(1), doubles(9), text(), text()]).toEqual([
      [0xff04, sizeOf(9, 1 + 3 + 3), 0],
      [sell | fillOrKill | cancelled | trailingFraction | endedAt | averagePrice | parent | group],
      [8, 0.25, 0.125, 1_000, 2_000, 0.02, 2_000, 99.375, 7],
      [65],
      [103],
    ]);
    const [bar, stop, isAmbiguous] = [1 << 1, 3 << 3, 1 << 6];
    expect([words(3), words(1), doubles(9), text()]).toEqual([
      [0xff03, sizeOf(9, 1 + 3), 0],
      [sell | bar | stop | isAmbiguous],
      [1, 7, 0.25, 99.5, 2_000, 2_000, 3, 0, 1_000],
      [65],
    ]);
    expect(at).toBe(sink.all.length);
  });

  describe('with market events in a row', () => {
    const events = [1, 0, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1];
    const timer = [0xff05, 20, 0, ...Array.from('{"time":1}', (char) => char.charCodeAt(0))];
    const expected = [1, 0, 0, 0, 1, 0xff0c, 4, 0, 0, 0, 1, 1, ...timer, 1, 0xff0c, 4, 0];
    const written = (before: (log: EventLog, event: number) => void): number[] => {
      const sink = new Bytes();
      const log = new EventLog(sink);
      events.forEach((stream, event) => {
        if (event === 12) log.trading('timer', { time: 1 });
        before(log, event);
        log.marketEvent(stream);
      });
      log.flush();
      return [...new Uint16Array(Uint8Array.from(sink.all).buffer)];
    };
    const detour = (log: EventLog, ...streams: number[]): void => {
      const mark = log.mark();
      for (const stream of streams) log.marketEvent(stream);
      log.flush();
      log.restore(mark);
    };

    it('writes the first, and from four on their number (S24)', () => {
      expect(written(() => {})).toEqual(expected);
    });

    it('writes the same however often it was handed over, and gone back to', () => {
      for (const cut of events.keys()) {
        const at = (work: (log: EventLog) => void) => (log: EventLog, event: number) => {
          if (event === cut) work(log);
        };
        expect(written(at((log) => log.flush())), `flushed at ${cut}`).toEqual(expected);
        for (const streams of [[], [0], [1], [0, 0, 0, 0, 1], [1, 1, 1, 1, 0]]) {
          const name = `back to ${cut} from ${streams.join()}`;
          expect(written(at((log) => detour(log, ...streams))), name).toEqual(expected);
        }
      }
      const always = (log: EventLog): void => {
        detour(log, 1, 1);
        log.flush();
        log.flush();
        detour(log, 0, 0, 0, 0);
      };
      expect(written(always)).toEqual(expected);
    });
  });

  it('has one SHA-256 for one run, and another one when a value of the data differs', () => {
    const digest = (): string => {
      const log = new EventLogHash();
      playInto(log);
      return log.digest();
    };
    const first = digest();
    expect(first).toBe('5fcdca320145d0e0b533c4070c41be19515392b60386e33c7c69e1a366c61794');
    const stream = run.blocks[0]!.streams[1]!;
    Object.assign(stream, { digest: stream.digest.replace(/^./, (char) => (char === '0' ? '1' : '0')) });
    expect(digest()).not.toBe(first);
  });
});
