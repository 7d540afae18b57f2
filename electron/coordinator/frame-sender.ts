import type { ReplayFrame } from '../../shared/session/replay.ts';
import type { WallClock } from './wall-clock.ts';

/** Least time between two frames: a display does not show more. */
export const FRAME_MS = 16;
/** A frame not painted by then is taken for lost: a window that is hidden or gone does not stop the others. */
const LOST_MS = 1_000;

/** Sends at most one frame at a time, the next one after the last was painted and {@link FRAME_MS} later (architecture, idea 5).
 * What changes meanwhile goes into that next one. */
export class FrameSender {
  readonly #clock: WallClock;
  readonly #build: (sequence: number) => ReplayFrame;
  readonly #post: (frame: ReplayFrame) => void;
  #sequence = 0;
  #inFlight: number | undefined;
  #sentAt = Number.NEGATIVE_INFINITY;
  #isDirty = false;
  #cancel: (() => void) | undefined;

  constructor(clock: WallClock, build: (sequence: number) => ReplayFrame, post: (frame: ReplayFrame) => void) {
    this.#clock = clock;
    this.#build = build;
    this.#post = post;
  }

  /** There is something new to show. */
  changed(): void {
    this.#isDirty = true;
    this.#sendOrWait();
  }

  /** The window painted a frame. */
  painted(sequence: number): void {
    if (sequence !== this.#inFlight) return;
    this.#inFlight = undefined;
    if (this.#isDirty) this.#sendOrWait();
  }

  /** A window starts anew: it will not tell of frames sent before. */
  restart(): void {
    this.#inFlight = undefined;
    this.changed();
  }

  close(): void {
    this.#cancel?.();
    this.#isDirty = false;
  }

  #sendOrWait(): void {
    const wait = this.#sentAt + (this.#inFlight === undefined ? FRAME_MS : LOST_MS) - this.#clock.now();
    this.#cancel?.();
    if (wait > 0) {
      this.#cancel = this.#clock.after(wait, () => this.#sendOrWait());
      return;
    }
    this.#cancel = undefined;
    if (!this.#isDirty) return;
    this.#isDirty = false;
    this.#sequence += 1;
    this.#inFlight = this.#sequence;
    this.#sentAt = this.#clock.now();
    this.#post(this.#build(this.#sequence));
  }
}
