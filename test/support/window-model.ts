import { BAR_STRIDE, type ReplayFrame } from '../../shared/session/replay.ts';

/** What a window shows of one chart after the frames it was sent: appended to or replaced, as the contract says. */
export class WindowModel {
  readonly #id: string;
  #rows: number[][] = [];
  #gaps: (readonly [number, number])[] = [];
  #quotes: number[][] = [];
  forming: number[] = [];

  constructor(id: string) {
    this.#id = id;
  }

  take(frame: ReplayFrame): void {
    for (const chart of frame.charts) {
      if (chart.id !== this.#id) continue;
      if (chart.reset) {
        this.#rows = [];
        this.#gaps = [];
        this.#quotes = [];
      }
      this.#rows.push(...rowsOf(chart.bars, BAR_STRIDE));
      this.#quotes.push(...rowsOf(chart.quotes, 3));
      for (const [from, to] of rowsOf(chart.gaps, 2) as [number, number][]) this.#addGap(from, to);
      this.forming = Array.from(chart.forming);
    }
  }

  /** The newest `count` bars. */
  bars(count: number): number[][] {
    return this.#rows.slice(-count);
  }

  get times(): number[] {
    return this.#rows.map(([time]) => time!);
  }

  /** Missing spans, touching ones joined. */
  get gaps(): readonly (readonly [number, number])[] {
    return this.#gaps;
  }

  get quotes(): number[][] {
    return this.#quotes;
  }

  #addGap(from: number, to: number): void {
    const last = this.#gaps.at(-1);
    if (last?.[1] === from) this.#gaps[this.#gaps.length - 1] = [last[0], to];
    else this.#gaps.push([from, to]);
  }
}

function rowsOf(packed: Float64Array, stride: number): number[][] {
  return Array.from({ length: packed.length / stride }, (_, row) =>
    Array.from(packed.subarray(row * stride, (row + 1) * stride)),
  );
}
