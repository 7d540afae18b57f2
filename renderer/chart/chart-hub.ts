import type { BackendClient } from '../../shared/ipc/client.ts';
import type { ChartFrame, ChartSubscription, ReplayFrame } from '../../shared/session/replay.ts';

import { FillTape } from './fill-tape.ts';

/** Who shows the bars of one subscription. */
export interface ChartSink {
  /** Draws within the coming animation frame. */
  take(frame: ChartFrame): void;
  /** Fills came or went. */
  filled?(): void;
  /** The canvas shows what was taken. */
  painted?(): void;
}

interface Entry {
  /** The chart's own id. */
  readonly id: string;
  /** As asked for: its id is new for each subscription, so that a frame still under way for an earlier one of the same chart, or of
   * the window before a reload, finds nobody. */
  readonly subscription: ChartSubscription;
  readonly sink: ChartSink;
}

export interface ChartHubOptions {
  readonly client: BackendClient;
  readonly onError: (error: unknown) => void;
  /** Calls back once what was drawn now is on screen; `requestAnimationFrame` outside tests. */
  readonly afterPaint: (perform: () => void) => void;
}

/** Deals the frames of the run out to the charts that asked for them, and tells the backend when one is painted. Subscriptions made
 * within one task go out as one. */
export class ChartHub {
  readonly #options: ChartHubOptions;
  /** Of the run, up to the clock. */
  readonly fills = new FillTape();
  readonly #entries = new Map<string, Entry>();
  readonly #bySubscription = new Map<string, Entry>();
  readonly #listeners = new Set<(frame: ReplayFrame) => void>();
  #isAsking = false;
  #isOpen = false;

  constructor(options: ChartHubOptions) {
    this.#options = options;
  }

  /** Begins to listen and asks for what was subscribed. Returns what ends it; it may be opened again. */
  open(): () => void {
    const { client } = this.#options;
    this.#isOpen = true;
    const stops = [
      client.on('frame', (frame) => this.#take(frame)),
      client.on('session.changed', () => this.#ask()),
      client.on('restarted', () => this.#ask()),
    ];
    this.#ask();
    return () => {
      this.#isOpen = false;
      for (const stop of stops) stop();
    };
  }

  /** Asks for the bars of a chart; its id must be its own. Returns what ends that. */
  subscribe(subscription: ChartSubscription, sink: ChartSink): () => void {
    const { id } = subscription;
    const entry: Entry = { id, subscription: { ...subscription, id: crypto.randomUUID() }, sink };
    this.#forget(this.#entries.get(id));
    this.#entries.set(id, entry);
    this.#bySubscription.set(entry.subscription.id, entry);
    this.#ask();
    return () => {
      if (this.#entries.get(id) !== entry) return;
      this.#forget(entry);
      this.#ask();
    };
  }

  /** Asks for all windows anew. */
  refresh(): void {
    this.#ask();
  }

  /** Hears of every frame once it is painted. Returns what ends that. */
  onPainted(listener: (frame: ReplayFrame) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #forget(entry: Entry | undefined): void {
    if (entry === undefined) return;
    this.#entries.delete(entry.id);
    this.#bySubscription.delete(entry.subscription.id);
  }

  #ask(): void {
    if (this.#isAsking) return;
    this.#isAsking = true;
    queueMicrotask(() => {
      this.#isAsking = false;
      if (!this.#isOpen) return;
      const charts = [...this.#entries.values()].map(({ subscription }) => subscription);
      this.#options.client.request('replay.subscribe', { charts }).catch(this.#options.onError);
    });
  }

  #take(frame: ReplayFrame): void {
    const taken: ChartSink[] = [];
    if (frame.fills !== undefined) this.fills.take(frame.fills);
    for (const chart of frame.charts) {
      const entry = this.#bySubscription.get(chart.id);
      if (entry === undefined) continue;
      entry.sink.take({ ...chart, id: entry.id });
      taken.push(entry.sink);
    }
    if (frame.fills !== undefined) for (const { sink } of this.#entries.values()) sink.filled?.();
    // The canvases ask for their animation frame when they take bars, so this callback runs after they have drawn.
    this.#options.afterPaint(() => {
      if (!this.#isOpen) return;
      for (const sink of taken) sink.painted?.();
      for (const listener of this.#listeners) listener(frame);
      this.#options.client.request('replay.ack', { sequence: frame.sequence }).catch(() => undefined);
    });
  }
}
