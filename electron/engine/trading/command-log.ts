import type { LoggedCommand } from '../../../shared/trading/command.ts';

/** The commands of a person in the order of the run (F5). Those ahead of the clock are kept and carried out again when play gets
 * there, until a new one is given before them. */
export class CommandLog {
  readonly #commands: LoggedCommand[];
  #done = 0;

  constructor(commands: readonly LoggedCommand[] = []) {
    this.#commands = [...commands];
  }

  get all(): readonly LoggedCommand[] {
    return this.#commands;
  }

  /** Number of those carried out. */
  get done(): number {
    return this.#done;
  }

  /** When the next one is due in a session, or infinity. */
  nextIn(sessionIndex: number): number {
    const next = this.#commands[this.#done];
    return next?.sessionIndex === sessionIndex && !next.isAfterEnd ? next.time : Number.POSITIVE_INFINITY;
  }

  /** The next one, if it is due: within a session up to `now`, or after its end. */
  takeDue(sessionIndex: number, now: number, isAfterEnd: boolean): LoggedCommand | undefined {
    const next = this.#commands[this.#done];
    if (next?.sessionIndex !== sessionIndex || next.isAfterEnd !== isAfterEnd) return undefined;
    if (!isAfterEnd && next.time > now) return undefined;
    this.#done += 1;
    return next;
  }

  /** A new one at the clock: those ahead of it are dropped. */
  add(command: LoggedCommand): void {
    this.#commands.length = this.#done;
    this.#commands.push(command);
  }

  restore(done: number): void {
    this.#done = done;
  }
}
