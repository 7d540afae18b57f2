import type { ChartView } from './chart-view.ts';

/** Charts that share a crosshair and go back to now together. */
export class ChartGroup {
  readonly #views = new Map<ChartView, { isLinked: boolean; readonly onLinked: () => void }>();

  /** `onLinked` is called when the crosshair of another chart moved. Returns what takes the view out again. */
  add(view: ChartView, onLinked: () => void): () => void {
    this.#views.set(view, { isLinked: true, onLinked });
    return () => this.#views.delete(view);
  }

  setLinked(view: ChartView, isLinked: boolean): void {
    const member = this.#views.get(view);
    if (member === undefined) return;
    member.isLinked = isLinked;
    if (!isLinked) view.setLinked(undefined);
  }

  /** The pointer is at a time of `source`, in seconds, or has left it. */
  point(source: ChartView, time: number | undefined): void {
    if (this.#views.get(source)?.isLinked !== true) return;
    for (const [view, { isLinked, onLinked }] of this.#views) {
      if (view === source || !isLinked) continue;
      view.setLinked(time);
      onLinked();
    }
  }

  /** Returns every chart to the newest bar. */
  showNow(): void {
    for (const view of this.#views.keys()) view.showNow();
  }
}
