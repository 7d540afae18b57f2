import type { DuckDBDataChunk } from '@duckdb/node-api';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StampScan } from '../../../electron/store/import/inference/stamp-scan.ts';

const SECOND = 1e6;
const MINUTE = 60e6;

interface Row {
  readonly t: number;
  readonly v: number;
}

/** Stamps that share seconds and minutes, lie on both sides of 1970, and some that cannot be read. */
const row: fc.Arbitrary<Row> = fc.record({
  t: fc.oneof(
    fc.integer({ min: -300, max: 300 }).map((seconds) => seconds * SECOND),
    fc.integer({ min: -200e6, max: 200e6 }),
    fc.constant(Number.NaN),
  ),
  v: fc.oneof(fc.integer({ min: -2, max: 5 }), fc.constant(Number.NaN), fc.constant(Number.POSITIVE_INFINITY)),
});

const chunkOf = (rows: readonly Row[]): DuckDBDataChunk => {
  const columns = [rows.map(({ t }) => t), rows.map(({ v }) => v)].map((values) => Float64Array.from(values));
  return { rowCount: rows.length, getColumnVector: (at: number) => ({ items: columns[at] }) } as never;
};

test('one pass over chunks of any length counts what a look at each row counts', () => {
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 60 }),
      fc.array(fc.nat(60), { maxLength: 4 }),
      fc.integer({ min: 1, max: 9 }),
      (rows, cuts, length) => {
        const starts = [...new Set(cuts.filter((at) => at < rows.length))].sort((a, b) => a - b);
        const scan = new StampScan(starts);
        for (let from = 0; from < rows.length; from += length) scan.add(chunkOf(rows.slice(from, from + length)));
        const known = rows.filter(({ t }) => !Number.isNaN(t));
        const steps = rows.flatMap(({ t }, i) => (i === 0 || starts.includes(i) ? [] : [t - (rows[i - 1]?.t ?? 0)]));
        expect([scan.rows, scan.readable]).toEqual([rows.length, known.length]);
        expect([scan.first, scan.last]).toEqual([
          Math.min(...known.map(({ t }) => t)),
          Math.max(...known.map(({ t }) => t)),
        ]);
        expect([scan.back, scan.shared]).toEqual([
          steps.filter((step) => step < 0).length,
          steps.filter((step) => step === 0).length,
        ]);
        expect(scan.offSecond).toBe(known.filter(({ t }) => t % SECOND !== 0).length);
        expect(scan.offMinute).toBe(known.filter(({ t }) => t % MINUTE !== 0).length);
        const forward = steps.filter((step) => step >= 0);
        expect(Object.fromEntries(scan.steps().map(({ micros, count }) => [micros, count]))).toEqual(
          Object.fromEntries(forward.map((step) => [step, forward.filter((other) => other === step).length])),
        );
        const minutes = [...new Set(known.map(({ t }) => Math.floor(t / MINUTE)))].sort((a, b) => a - b);
        const inside = (minute: number): Row[] => known.filter(({ t }) => Math.floor(t / MINUTE) === minute);
        expect(scan.minutes()).toEqual({
          minute: minutes,
          rows: minutes.map((minute) => inside(minute).length),
          volume: minutes.map((minute) =>
            inside(minute).reduce((sum, { v }) => (v > 0 && Number.isFinite(v) ? sum + v : sum), 0),
          ),
        });
      },
    ),
    { numRuns: 1_000 },
  );
});
