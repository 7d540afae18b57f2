import type { Engine } from '../engine/engine.ts';
import type { Micros } from '../../shared/market/time.ts';
import type { RunFingerprint } from '../../shared/session/coordinator-messages.ts';
import type { ReplayCommand, ReplayState, ReplayStatus } from '../../shared/session/replay.ts';
import type { TradingCommand } from '../../shared/trading/command.ts';

/** A run being watched, stored or live: what its window and the backend ask of it. */
export interface Playback {
  readonly engine: Engine;
  readonly status: ReplayStatus;
  /** Grows whenever what was shown before does not lead to what is shown now. */
  readonly jumps: number;
  /** True while the engine is on its way through moments nobody asked to see. */
  readonly isMoving: boolean;
  /** Resolves when the run stands where it begins, or at `time` where it can go there. */
  open(time: Micros | undefined): Promise<ReplayState>;
  /** Does a command, or throws why it cannot be done now (C6). */
  perform(command: ReplayCommand): Promise<ReplayState>;
  /** Carries out a person's order at the clock (F5). */
  trade(command: TradingCommand): ReplayState;
  /** Plays on to this moment of wall time where it is playing, so that what is shown next is as of now. */
  catchUp(): void;
  state(): ReplayState;
  fingerprint(): RunFingerprint;
  /** A session's block came, or could not be loaded. */
  blockSettled(index: number): void;
  /** The run cannot go on: a fault of the program. */
  fail(error: unknown): void;
  close(): void;
}
