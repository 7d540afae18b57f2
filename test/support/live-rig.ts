import { EventLogHash } from '../../electron/coordinator/event-log-hash.ts';
import { LiveEngine } from '../../electron/coordinator/live/live-engine.ts';
import type { Engine } from '../../electron/engine/engine.ts';
import type { TradingOptions } from '../../electron/engine/trading/trading.ts';
import type { LiveInput } from '../../shared/session/feed.ts';
import type { TestRun } from './blocks.ts';
import { Ear } from './ear.ts';
import { type FeedStory, emptySeeds } from './simulated-feed.ts';

/** How far the session clock is behind wall time: events that come within it are in time. */
export const HOLD = 500_000;

/** What a live run took, dated by its clock: all that is needed to play it again. */
export type LiveJournal = readonly { readonly at: number; readonly input: LiveInput }[];

export interface LivePlayed {
  readonly live: LiveEngine;
  readonly ear: Ear;
  readonly fingerprint: string;
  readonly journal: LiveJournal;
}

export interface LiveRigOptions {
  /** Microseconds between two looks at the wall clock. */
  readonly tick?: number;
  readonly listsEveryTrade?: boolean;
  /** Looks at the run after every market event. */
  readonly probe?: (engine: Engine) => void;
  readonly trading?: TradingOptions;
}

/** Plays a feed's story as wall time passes. */
export function playLive(
  run: TestRun,
  { arrivals }: Pick<FeedStory, 'arrivals'>,
  options: LiveRigOptions = {},
): LivePlayed {
  const { tick = 500_000 } = options;
  const rig = rigOf(run, options);
  const journal: { at: number; input: LiveInput }[] = [];
  let wall = (arrivals[0]?.at ?? 0) - tick;
  for (const { at, input } of arrivals) {
    while (wall + tick < at) {
      const { awaited } = rig.live.engine;
      const night = awaited === undefined ? at : awaited.open + HOLD;
      wall = rig.live.engine.phase === 'open' ? wall + tick : Math.max(wall + tick, Math.min(at, night) - tick);
      rig.live.advance(wall - HOLD);
    }
    journal.push({ at: rig.live.at, input });
    rig.live.take(input);
  }
  return { ...played(run, rig), journal };
}

/** Plays what a live run took once more, from one input to the next, without wall time. */
export function playJournal(run: TestRun, journal: LiveJournal, options: LiveRigOptions = {}): LivePlayed {
  const rig = rigOf(run, options);
  for (const { at, input } of journal) {
    rig.live.advance(at);
    rig.live.take(input);
  }
  return { ...played(run, rig), journal };
}

interface Rig {
  readonly live: LiveEngine;
  readonly ear: Ear;
  readonly log: EventLogHash;
}

function rigOf(run: TestRun, { listsEveryTrade = true, probe, trading }: LiveRigOptions): Rig {
  const log = new EventLogHash();
  const ear = new Ear(probe);
  const seeds = emptySeeds(run);
  const live = new LiveEngine({
    plan: run.plan,
    seedOf: (index) => seeds[index],
    log,
    listener: ear,
    listsEveryTrade,
    ...(trading === undefined ? {} : { trading }),
  });
  ear.listenTo(live.engine);
  return { live, ear, log };
}

function played(run: TestRun, { live, ear, log }: Rig): Omit<LivePlayed, 'journal'> {
  live.advance(run.plan.sessions.at(-1)!.close + HOLD);
  live.engine.flushLog();
  return { live, ear, fingerprint: log.digest() };
}
