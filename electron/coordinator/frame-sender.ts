import type { ReplayFrame } from '../../shared/session/replay.ts';
import type { WallClock } from './wall-clock.ts';

/** Least time between two frames: a display does not show more. */
export const FRAME_MS = 16;
/** A frame not painted by then is taken for lost: a window that is hidden or gone does not stop the others. */
const LOST_MS = 1_000;
/** Wall time of a move before the window is told of the way, and between two such frames: a shorter move is told when it is there. */
const MOVE_MS = 100;

export interface FrameSenderParts {
  readonly clock: WallClock;
  /** True while the run is on its way to another moment: its frames have nothing to paint. */
  readonly isMoving: () => boolean;
  /** Called before a frame that waited: what it shows is to be as of now. May call {@link FrameSender.changed}. */
  readonly catchUp: () => void;
  readonly build: (sequence: number) => ReplayFrame;
  readonly post: (frame: ReplayFrame) => void;
}

/** Sends at most one frame at a time, the next one after the last was painted and {@link FRAME_MS} later (architecture, idea 5).
 * What changes meanwhile goes into that next one, which shows the moment it is sent at. Frames of a move are neither waited for nor do they
 * keep the frame of its end waiting. */
export class FrameSender {
  readonly #parts: FrameSenderParts;
  #sequence = 0;
  #inFlight: number | undefined;
  #sentAt = Number.NEGATIVE_INFINITY;
  #isDirty = false;
  /** When the move under way was noticed, or told of last. */
  #movedAt: number | undefined;
  #cancel: (() => void) | undefined;

  constructor(parts: FrameSenderParts) {
    this.#parts = parts;
  }

  /** There is something new to show. */
  changed(): void {
    this.#isDirty = true;
    if (!this.#parts.isMoving()) this.#movedAt = undefined;
    else this.#movedAt ??= this.#parts.clock.now();
    this.#sendOrWait();
  }

  /** The window painted a frame. */
  painted(sequence: number): void {
    if (sequence !== this.#inFlight) return;
    this.#inFlight = undefined;
    this.#waited();
  }

  /** A window starts anew: it will not tell of frames sent before. */
  restart(): void {
    this.#inFlight = undefined;
    this.#movedAt = Number.NEGATIVE_INFINITY;
    this.changed();
  }

  close(): void {
    this.#cancel?.();
    this.#isDirty = false;
  }

  #waited(): void {
    if (this.#isDirty && this.#waitMs <= 0) this.#parts.catchUp();
    this.#sendOrWait();
  }

  get #waitMs(): number {
    if (this.#movedAt !== undefined) return this.#movedAt + MOVE_MS - this.#parts.clock.now();
    const pause = this.#inFlight === undefined ? FRAME_MS : LOST_MS;
    return this.#sentAt + pause - this.#parts.clock.now();
  }

  #sendOrWait(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (!this.#isDirty) return;
    const { clock, build, post } = this.#parts;
    const wait = this.#waitMs;
    if (wait > 0) {
      this.#cancel = clock.after(wait, () => this.#waited());
      return;
    }
    this.#isDirty = false;
    this.#sequence += 1;
    if (this.#movedAt === undefined) {
      this.#inFlight = this.#sequence;
      this.#sentAt = clock.now();
    } else this.#movedAt = clock.now();
    post(build(this.#sequence));
  }
}
