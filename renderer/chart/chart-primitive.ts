import type {
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesApi,
  ISeriesPrimitive,
  SeriesAttachedParameter,
  SeriesType,
  Time,
} from 'lightweight-charts';

import { timeAxis, type TimeAxis } from './time-axis.ts';

export type Target = Parameters<IPrimitivePaneRenderer['draw']>[0];
export type Layer = 'bottom' | 'normal' | 'top';

/** Something drawn with the bars, in one or more layers behind and above them. */
export abstract class ChartPrimitive implements ISeriesPrimitive<Time> {
  readonly #views: readonly IPrimitivePaneView[];
  #parameter: SeriesAttachedParameter<Time> | undefined;

  constructor(...layers: readonly Layer[]) {
    this.#views = layers.map((layer) => ({
      zOrder: () => layer,
      renderer: () => ({ draw: (target) => this.draw(target, layer) }),
    }));
  }

  attached(parameter: SeriesAttachedParameter<Time>): void {
    this.#parameter = parameter;
  }

  detached(): void {
    this.#parameter = undefined;
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  /** What is drawn has changed. */
  protected requestUpdate(): void {
    this.#parameter?.requestUpdate();
  }

  /** Absent while no chart holds it. */
  protected get series(): ISeriesApi<SeriesType, Time> | undefined {
    return this.#parameter?.series;
  }

  /** Absent while no bar is in sight. */
  protected get axis(): TimeAxis | undefined {
    return timeAxis(this.#parameter?.chart.timeScale());
  }

  protected abstract draw(target: Target, layer: Layer): void;
}
