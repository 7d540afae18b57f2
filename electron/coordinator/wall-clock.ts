/** Wall time and timers, injected so that pacing can be tested. The only place in a run where wall time is read (S5). */
export interface WallClock {
  /** Milliseconds, monotonic. */
  now(): number;
  /** Milliseconds since the Unix epoch, as the computer has them: they may be set back or ahead. For live runs alone. */
  epochMs(): number;
  /** Runs `task` after at least `ms` milliseconds; 0 means as soon as waiting messages have been read. Returns what cancels it. */
  after(ms: number, task: () => void): () => void;
}

export const systemClock: WallClock = {
  now: () => performance.now(),
  epochMs: () => Date.now(),
  after(ms, task) {
    if (ms <= 0) {
      const handle = setImmediate(task);
      return () => clearImmediate(handle);
    }
    const handle = setTimeout(task, ms);
    return () => clearTimeout(handle);
  },
};
