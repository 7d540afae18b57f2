import type { GauntletOptions, GauntletResult } from './figure.ts';

/** Content of a store that is not the expected one may be long. */
const LONGEST_MESSAGE = 1_000;

/** Plays cases one after another; a case fails by throwing. */
export class Tally {
  #cases = 0;
  #failures = 0;
  readonly #report: GauntletOptions['report'];

  constructor(report: GauntletOptions['report']) {
    this.#report = report;
  }

  async play(what: string, run: () => Promise<void> | void): Promise<void> {
    this.#cases++;
    await this.expect(what, run);
  }

  /** What must hold of several cases together: no case of its own, but it may fail. */
  async expect(what: string, run: () => Promise<void> | void): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.#failures++;
      const message = error instanceof Error ? error.message : String(error);
      this.#report(`${what}: ${message.slice(0, LONGEST_MESSAGE)}`);
    }
  }

  get result(): GauntletResult {
    return { cases: this.#cases, failures: this.#failures };
  }
}
