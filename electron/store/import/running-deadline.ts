const TICK_MS = 1_000;

/** Calls `expire` when this process has run for `ms`, in whole seconds; answers how to call it off. A tick that comes late counts as one, so that time in
 * which the computer slept or the process was stopped does not make a file hang: no monotonic clock leaves that out on every system. */
export function runningDeadline(ms: number, expire: () => void): () => void {
  let ticks = Math.max(1, Math.ceil(ms / TICK_MS));
  const timer = setInterval(() => {
    ticks--;
    if (ticks > 0) return;
    clearInterval(timer);
    expire();
  }, TICK_MS);
  return () => clearInterval(timer);
}
