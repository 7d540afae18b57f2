import { describe, expect, it } from 'vitest';
import { EventLogHash } from '../../../electron/coordinator/event-log-hash.ts';
import { Engine } from '../../../electron/engine/engine.ts';
import type { EventLogSink } from '../../../electron/engine/event-log.ts';
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
      2,
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

  it('has one SHA-256 for one run, and another one when a value of the data differs', () => {
    const digest = (): string => {
      const log = new EventLogHash();
      playInto(log);
      return log.digest();
    };
    const first = digest();
    expect(first).toBe('ab2bdaa747813991cd92a157c1429afc71cc181b4b8c7198045c6e0b23715067');
    const stream = run.blocks[0]!.streams[1]!;
    Object.assign(stream, { digest: stream.digest.replace(/^./, (char) => (char === '0' ? '1' : '0')) });
    expect(digest()).not.toBe(first);
  });
});
