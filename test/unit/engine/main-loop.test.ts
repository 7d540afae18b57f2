import { describe, expect, it } from 'vitest';
import { EventLogHash } from '../../../electron/coordinator/event-log-hash.ts';
import { Engine } from '../../../electron/engine/engine.ts';
import { testRun } from '../../support/blocks.ts';

describe('the main loop', () => {
  it('delivers no row that goes back in time, and none after it, however often it is asked to go on (C2)', () => {
    const seconds = Array.from({ length: 30 }, (_, second) => second);
    const { plan, blocks } = testRun(
      [{ type: 'bars', symbol: 'A', interval: '1s' }],
      [{ seconds: 30, rows: [seconds] }],
    );
    const { time } = blocks[0]!.streams[0]!.columns;
    time[20] = time[17]!;
    const rows: number[] = [];
    const listener = { marketEvent: (_stream: number, row: number) => void rows.push(row) };
    const engine = new Engine({ plan, blockOf: (index) => blocks[index], log: new EventLogHash(), listener });
    for (let ask = 0; ask < 3; ask++) {
      expect(() => engine.stepUntil({ time: Number.POSITIVE_INFINITY })).toThrow('the clock would go back');
    }
    expect(rows).toEqual(seconds.slice(0, 20));
  });
});
