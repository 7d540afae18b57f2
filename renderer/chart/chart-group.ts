import type { ChartLink } from '../../shared/ipc/settings.ts';
import type { ChartView } from './chart-view.ts';

interface Member {
  links: readonly ChartLink[];
  readonly onLinked: () => void;
}

/** Charts that share a crosshair and a time, each as far as it is linked, and go back to now together. */
export class ChartGroup {
  readonly #members = new Map<ChartView, Member>();

  /** `onLinked` is called when the crosshair of another chart moved. Returns what takes the view out again. */
  add(view: ChartView, onLinked: () => void): () => void {
    this.#members.set(view, { links: [], onLinked });
    return () => this.#members.delete(view);
  }

  setLinks(view: ChartView, links: readonly ChartLink[]): void {
    const member = this.#members.get(view);
    if (member === undefined) return;
    member.links = links;
    if (!links.includes('crosshair')) view.setLinked(undefined);
  }

  /** The pointer is at a time of `source`, in seconds, or has left it. */
  point(source: ChartView, time: number | undefined): void {
    for (const [view, { onLinked }] of this.#others(source, 'crosshair')) {
      view.setLinked(time);
      onLinked();
    }
  }

  /** A person scrolled `source`: its right edge is at a time, in seconds, or it follows the clock again. */
  scroll(source: ChartView, time: number | undefined): void {
    for (const [view] of this.#others(source, 'time')) view.showTime(time);
  }

  /** Returns every chart to the newest bar. */
  showNow(): void {
    for (const view of this.#members.keys()) view.showNow();
  }

  #others(source: ChartView, link: ChartLink): (readonly [ChartView, Member])[] {
    if (this.#members.get(source)?.links.includes(link) !== true) return [];
    return [...this.#members].filter(([view, { links }]) => view !== source && links.includes(link));
  }
}
