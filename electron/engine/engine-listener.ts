import type { SessionBlock } from '../../shared/session/block.ts';

/** Hears every delivery in the order of S3, after session data show it and before the next one. Rows are those of the
 * session's block. What a listener does must not depend on anything but these calls and session data, or a replay differs. */
export interface EngineListener {
  sessionStarted?(block: SessionBlock): void;
  /** `stream` is the position in the configuration and in the block's `streams`. */
  marketEvent?(stream: number, row: number): void;
  /** A derived bar closed; `slot` is its index in the run's layout. */
  derivedBar?(slot: number, row: number): void;
  /** Upkeep changed a live session behind its clock: bars delivered before may have other rows, and there may be more of them. */
  revised?(block: SessionBlock): void;
  sessionEnded?(block: SessionBlock, timerExpired: boolean): void;
}
