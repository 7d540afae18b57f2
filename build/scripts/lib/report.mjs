/** @import { Tally } from './suites.mjs' */

/** Runs steps one after another, tells what each came to, and ends with the sum over all. */
export class Report {
  /** @type {{ name: string, tally: Tally, seconds: number }[]} */
  #steps = [];

  /**
   * A step that passes or fails as a whole.
   * @param {string} name
   * @param {() => Promise<void>} work Rejects when the check fails.
   */
  check(name, work) {
    return this.suite(name, async () => {
      await work();
      return { passed: 1, failed: 0, skipped: 0 };
    });
  }

  /**
   * @param {string} name
   * @param {() => Promise<Tally>} work
   */
  async suite(name, work) {
    console.log(`\n== ${name}`);
    const startedAt = performance.now();
    let tally;
    try {
      tally = await work();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      console.error(message);
      tally = { passed: 0, failed: 1, skipped: 0, failures: [message] };
    }
    this.add(name, tally, (performance.now() - startedAt) / 1000);
  }

  /**
   * @param {string} name
   * @param {Tally} tally
   * @param {number} seconds
   */
  add(name, tally, seconds) {
    this.#steps.push({ name, tally, seconds });
  }

  /** Prints what failed, a line for each step and the sum last; the exit code is 1 when anything failed. */
  finish() {
    for (const { name, tally } of this.#steps) {
      for (const failure of tally.failures ?? []) console.log(`\n== failed in ${name}: ${failure}`);
    }
    console.log('');
    const total = { passed: 0, failed: 0, skipped: 0 };
    for (const { name, tally, seconds } of this.#steps) {
      console.log(`${name.padEnd(12)} ${sentence(tally)} (${seconds.toFixed(1)} s)`);
      total.passed += tally.passed;
      total.failed += tally.failed;
      total.skipped += tally.skipped;
    }
    console.log(`\n${sentence(total)}`);
    process.exitCode = total.failed > 0 ? 1 : 0;
  }
}

/** @param {Tally} tally */
const sentence = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
