/** Wall milliseconds without a window before the host ends: a reload, or a backend that is started again, takes less. */
const GRACE_MS = 10_000;

/** Decides when a host that opened a window has none any more. A browser that ends before a window ever connected proves nothing: it
 * may have handed the address to one that was running. */
export class WindowWatch {
  readonly #allClosed: () => void;
  #windows = 0;
  #hadWindow = false;
  #hasBrowser = true;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(allClosed: () => void) {
    this.#allClosed = allClosed;
  }

  /** The number of connected windows changed. */
  count(windows: number): void {
    this.#windows = windows;
    this.#hadWindow ||= windows > 0;
    clearTimeout(this.#timer);
    if (windows > 0 || !this.#hadWindow) return;
    if (this.#hasBrowser) this.#timer = setTimeout(this.#allClosed, GRACE_MS);
    else this.#allClosed();
  }

  /** The browser ended; returns false when no window ever connected. */
  browserExited(): boolean {
    this.#hasBrowser = false;
    if (!this.#hadWindow) {
      this.#hasBrowser = true;
      return false;
    }
    if (this.#windows === 0) this.count(0);
    return true;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
