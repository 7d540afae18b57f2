import { MICROS_PER_MILLI } from '../../shared/market/time.ts';
import { MAX_SPEED, MIN_SPEED, type Speed } from '../../shared/session/replay.ts';
import { AppError } from '../../shared/lang/app-error.ts';

/** How far the clock may fall behind its schedule before the schedule is slowed down to it. Also what a computer that slept
 * catches up with when it wakes. */
export const MAX_LAG_MS = 250;

/** Turns wall time and speed into the instant the session clock should show: a straight line from an anchor, set anew whenever
 * speed or position changes, so that no change loses or repeats session time. Wall times are passed in, in milliseconds. */
export class Pacer {
  #speed: Speed;
  #wallMs = 0;
  #clock = 0;

  constructor(speed: Speed) {
    this.#speed = checkSpeed(speed);
  }

  get speed(): Speed {
    return this.#speed;
  }

  /** The clock shows, or will show, `clock` at `wallMs`. */
  anchor(wallMs: number, clock: number): void {
    this.#wallMs = wallMs;
    this.#clock = clock;
  }

  /** From now on. The schedule goes on from where it is; where there was none, from `clock`. */
  setSpeed(speed: Speed, wallMs: number, clock: number): void {
    const checked = checkSpeed(speed);
    this.anchor(wallMs, this.#speed === 'max' ? clock : this.target(wallMs));
    this.#speed = checked;
  }

  /** The whole microsecond the clock should show at `wallMs`; Infinity for the fastest speed. */
  target(wallMs: number): number {
    if (this.#speed === 'max') return Number.POSITIVE_INFINITY;
    return this.#clock + Math.floor((wallMs - this.#wallMs) * this.#speed * MICROS_PER_MILLI);
  }

  /** When the schedule shows `clock`. */
  wallAt(clock: number): number {
    if (this.#speed === 'max') return this.#wallMs;
    return this.#wallMs + (clock - this.#clock) / (this.#speed * MICROS_PER_MILLI);
  }

  /** Wall milliseconds that `clock` is behind. */
  lagMs(wallMs: number, clock: number): number {
    return this.#speed === 'max' ? 0 : Math.max(0, wallMs - this.wallAt(clock));
  }

  /** Slows the schedule down to a clock that fell behind by more than {@link MAX_LAG_MS}: session time is never skipped. */
  slowDownTo(wallMs: number, clock: number): void {
    if (this.lagMs(wallMs, clock) > MAX_LAG_MS) this.anchor(wallMs - MAX_LAG_MS, clock);
  }
}

function checkSpeed(speed: Speed): Speed {
  if (speed === 'max' || (speed >= MIN_SPEED && speed <= MAX_SPEED)) return speed;
  throw new AppError(
    'bad-request',
    `Speed ${speed} is outside ${MIN_SPEED} to ${MAX_SPEED}. Use 'max' for as fast as possible.`,
  );
}
