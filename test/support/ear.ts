import type { EngineListener } from '../../electron/engine/engine-listener.ts';
import type { Engine } from '../../electron/engine/engine.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import type { SessionBlock } from '../../shared/session/block.ts';
import { delayOf } from './blocks.ts';

/** Hears a run: notes what was delivered at which clock, and what each session held in the end. */
export class Ear implements EngineListener {
  /** `[stream, row, when its stamp makes it known, clock]`, `['derived', slot, row, clock]`, `['start', date]`, `['end', date, timerExpired]`. */
  readonly heard: (string | number | boolean)[][] = [];
  readonly blocks: SessionBlock[] = [];
  readonly revisions: { readonly clock: number; readonly block: SessionBlock }[] = [];
  readonly #probe: (engine: Engine) => void;
  #engine: Engine | undefined;

  /** `probe` looks at the run after every market event. */
  constructor(probe: (engine: Engine) => void = () => undefined) {
    this.#probe = probe;
  }

  listenTo(engine: Engine): void {
    this.#engine = engine;
  }

  sessionStarted(block: SessionBlock): void {
    this.heard.push(['start', block.date]);
  }

  marketEvent(stream: number, row: number): void {
    const block = ensure(this.#heardOf.block?.streams[stream], 'stream of an event');
    this.heard.push([stream, row, (block.columns.time[row] ?? Number.NaN) + delayOf(block), this.#heardOf.clock]);
    this.#probe(this.#heardOf);
  }

  derivedBar(slot: number, row: number): void {
    this.heard.push(['derived', slot, row, this.#heardOf.clock]);
  }

  revised(block: SessionBlock): void {
    this.revisions.push({ clock: this.#heardOf.clock, block });
  }

  sessionEnded(block: SessionBlock, timerExpired: boolean): void {
    this.heard.push(['end', block.date, timerExpired]);
    this.blocks.push(block);
  }

  get #heardOf(): Engine {
    return ensure(this.#engine, 'engine that is heard');
  }
}
