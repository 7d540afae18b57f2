import { cpus, release, totalmem, type as osType } from 'node:os';

/** One figure of bench.md: `goal` is what it is held to, `ratio` compares with a peer measured in the same run. */
export interface Figure {
  readonly value: number;
  readonly unit: string;
  readonly goal: number;
  readonly ratio?: number;
}

export type Figures = Record<string, Figure>;

export interface BenchReport {
  readonly machine: string;
  readonly figures: Figures;
}

export function machine(): string {
  const cores = cpus();
  return `${cores[0]?.model ?? 'unknown processor'}, ${cores.length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${osType()} ${release()}, Node ${process.versions.node}`;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** Nearest-rank percentile; `share` lies in 0 to 1. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
  if (value === undefined) throw new Error('no values to take a percentile of');
  return value;
}

/** Something that a group needs is not on this machine: its figures are left out. */
export class CannotMeasure extends Error {}

/** Tells on standard error what a figure does not show by itself. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Median of what `measure` answers over `runs`, after `warmUps` that do not count. */
export async function medianOf(measure: () => Promise<number>, runs = 5, warmUps = 1): Promise<number> {
  for (let run = 0; run < warmUps; run++) await measure();
  const values: number[] = [];
  for (let run = 0; run < runs; run++) values.push(await measure());
  return median(values);
}

/** Median wall milliseconds of `work` over `runs`, after one run to warm up. */
export function medianMs(work: () => unknown, runs = 5): Promise<number> {
  return medianOf(async () => {
    const start = performance.now();
    await work();
    return performance.now() - start;
  }, runs);
}

let measuredCalls = 0;

/** Median nanoseconds of one call, from batches long enough that the clock does not matter. The loop is compiled anew for each call that is measured,
 * as one in a strategy is; one loop for all would measure how calls of many kinds are told apart. The results are summed so that no call is optimised away. */
export function medianNanos(call: (i: number) => number, perBatch = 1_000_000): number {
  const source = `/* ${++measuredCalls} */ let sink = 0; for (let i = 0; i < count; i++) sink += call(i); return sink;`;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- a source text of its own is what makes the compiler begin anew
  const batch = new Function('call', 'count', source) as (call: (i: number) => number, count: number) => number;
  const times: number[] = [];
  for (let run = 0; run < 7; run++) {
    const start = performance.now();
    if (Number.isNaN(batch(call, perBatch))) throw new Error('a measured call returned NaN');
    times.push(((performance.now() - start) / perBatch) * 1e6);
  }
  return median(times.slice(2));
}

const LARGER_IS_BETTER = new Set(['rows/s', 'events/s', 'bars/s', 'frames/s', 'x']);

export function meetsGoal(figure: Figure): boolean {
  return LARGER_IS_BETTER.has(figure.unit) ? figure.value >= figure.goal : figure.value <= figure.goal;
}

function short(value: number): string {
  return value >= 1e6 ? `${(value / 1e6).toFixed(2)} M` : value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

export function printTable(report: BenchReport): string {
  const rows = Object.entries(report.figures).map(([name, figure]) => [
    name,
    short(figure.value),
    figure.unit,
    short(figure.goal),
    figure.ratio === undefined
      ? ''
      : `${figure.ratio < 1 ? `1/${(1 / figure.ratio).toFixed(1)}` : `${figure.ratio.toFixed(1)}x`}`,
    meetsGoal(figure) ? 'ok' : 'short',
  ]);
  const all = [['figure', 'value', 'unit', 'goal', 'ratio', ''], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const lines = all.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
  );
  return `${report.machine}\n\n${lines.join('\n')}\n`;
}
