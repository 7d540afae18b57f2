import type { FeedCounts } from '../../../shared/session/feed.ts';

/** What became of an event. */
export type Fate = 'waiting' | 'late' | 'doubled' | 'stale' | 'refused';

/** Counts the fates of one stream's events. */
export class LiveCounts {
  readonly #fates = new Map<Fate, number>();

  add(fate: Fate): void {
    this.#fates.set(fate, this.#of(fate) + 1);
  }

  with(delivered: number): FeedCounts {
    const [late, doubled, stale, refused] = [
      this.#of('late'),
      this.#of('doubled'),
      this.#of('stale'),
      this.#of('refused'),
    ];
    return { delivered, late, doubled, stale, refused };
  }

  #of(fate: Fate): number {
    return this.#fates.get(fate) ?? 0;
  }
}
