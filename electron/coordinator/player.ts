import type { Engine } from '../engine/engine.ts';
import type { PlannedSession } from '../../shared/session/plan.ts';
import type { Speed } from '../../shared/session/replay.ts';
import type { Breakpoints } from './breakpoints.ts';
import { Pacer } from './pacer.ts';
import { Speedometer } from './speedometer.ts';
import type { WallClock } from './wall-clock.ts';

/** Wall time the thread may work before it looks at messages again. */
export const SLICE_MS = 8;
/** Events between two looks at the wall clock. */
export const SLICE_EVENTS = 20_000;

/** `on time`: the clock is where the schedule wants it. `busy`: it is behind, and the slice is over. `waiting`: for a session to be loaded.
 * `held`: by a breakpoint. */
export type PlayResult = 'on time' | 'busy' | 'waiting' | 'ended' | 'held';

export interface PlayerParts {
  readonly engine: Engine;
  readonly clock: WallClock;
  readonly speed: Speed;
  readonly breakpoints: Breakpoints;
  readonly isLoaded: (session: PlannedSession) => boolean;
}

/** Plays an engine along the schedule of a pacer, from session to session, nights left out. */
export class Player {
  readonly #engine: Engine;
  readonly #clock: WallClock;
  readonly #breakpoints: Breakpoints;
  readonly #isLoaded: (session: PlannedSession) => boolean;
  readonly #pacer: Pacer;
  readonly #speedometer = new Speedometer();
  #lagMs = 0;

  constructor({ engine, clock, speed, breakpoints, isLoaded }: PlayerParts) {
    this.#engine = engine;
    this.#clock = clock;
    this.#breakpoints = breakpoints;
    this.#isLoaded = isLoaded;
    this.#pacer = new Pacer(speed);
  }

  get speed(): Speed {
    return this.#pacer.speed;
  }

  /** Wall milliseconds that the clock was behind its schedule after the last slice. */
  get lagMs(): number {
    return this.#lagMs;
  }

  /** Session seconds a wall second, over the last one. */
  get measuredSpeed(): number {
    return this.#speedometer.speed;
  }

  setSpeed(speed: Speed): void {
    this.#pacer.setSpeed(speed, this.#clock.now(), this.#engine.clock);
  }

  /** The schedule starts now, where the session clock stands. */
  start(): void {
    const now = this.#clock.now();
    this.#pacer.anchor(now, this.#engine.clock);
    this.#speedometer.start(now);
    this.#lagMs = 0;
  }

  /** One slice. A session that ends in it is followed at the moment its end was due; one that ended before it, because the next
   * had to be loaded or play began there, is followed now. */
  advance(): PlayResult {
    const engine = this.#engine;
    const now = this.#clock.now();
    let due = now;
    let after: number = engine.clock;
    const watch = this.#breakpoints.watch();
    if (engine.phase === 'open') this.#pacer.slowDownTo(now, engine.clock);
    for (;;) {
      if (engine.phase !== 'open') {
        const next = engine.awaited;
        if (next === undefined) return 'ended';
        if (!this.#isLoaded(next)) return 'waiting';
        this.#pacer.anchor(due, next.open);
        engine.stepUntil({ toStart: true });
        after = next.open - 1;
      }
      const from = engine.clock;
      const stop = this.#breakpoints.nextStop(after);
      const target = Math.min(this.#pacer.target(now), engine.session.close, stop);
      const result = engine.stepUntil({ time: target }, SLICE_EVENTS, watch);
      this.#speedometer.add(this.#clock.now(), engine.clock - from);
      this.#lagMs = result === 'budget' ? this.#pacer.lagMs(now, engine.clock) : 0;
      if (result === 'halted') return 'held';
      if (result !== 'budget' && engine.clock >= stop) {
        this.#breakpoints.stopped(stop);
        return 'held';
      }
      if (result !== 'budget' && engine.phase === 'open') return 'on time';
      due = Math.min(now, this.#pacer.wallAt(engine.endsAt));
      if (this.#clock.now() >= now + SLICE_MS) return 'busy';
    }
  }
}
