import type { ReportProgress } from '../../shared/store/job.ts';

/** Work shorter than this shows no bar. */
const QUIET_MS = 1_000;
const REDRAW_MS = 100;
const WIDTH = 24;

/** One line on a terminal that is drawn over while work goes on, and nothing anywhere else. */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  readonly #isShown: boolean;
  readonly #startedAt = performance.now();
  #drawnAt = 0;
  #isDrawn = false;

  constructor(stream: NodeJS.WriteStream, isQuiet: boolean) {
    this.#stream = stream;
    this.#isShown = stream.isTTY && !isQuiet;
  }

  readonly report: ReportProgress = (progress, detail) => {
    const now = performance.now();
    if (!this.#isShown || now - this.#startedAt < QUIET_MS || now - this.#drawnAt < REDRAW_MS) return;
    this.#drawnAt = now;
    this.#isDrawn = true;
    const bar = progress === undefined ? '' : `${drawBar(progress)} ${Math.floor(progress * 100)} %  `;
    this.#stream.write(`\r\u001B[2K${bar}${detail}`.slice(0, (this.#stream.columns || 80) + 5));
  };

  /** Takes the line away, so that what follows starts clean. */
  clear(): void {
    if (this.#isDrawn) this.#stream.write('\r\u001B[2K');
    this.#isDrawn = false;
  }
}

function drawBar(progress: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, progress)) * WIDTH);
  return `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`;
}
