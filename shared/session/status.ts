import type { QualityCounts } from '../quality/quality.ts';
import type { ReplayState } from './replay.ts';

/** The open session of a running Tapedeck, as `session status` tells it. Instants are ISO 8601, UTC. */
export interface SessionStatus {
  readonly session: string;
  readonly state: ReplayState['status'];
  readonly clock: string;
  readonly date: string;
  readonly speed: ReplayState['speed'];
  /** Session seconds per wall second over the last wall second. */
  readonly measuredSpeed: number;
  readonly lagMs: number;
  /** The current session ran out of data before its end (C4). */
  readonly timerExpired: boolean;
  /** False: nothing is filled and nothing asked for again (D8). */
  readonly upkeep: boolean;
  readonly streams: readonly StreamStatus[];
}

export interface StreamStatus {
  readonly type: string;
  readonly symbol: string;
  /** The base interval of bars, the sampling of quotes; absent for trades. */
  readonly interval?: string;
  readonly source: string;
  /** Events delivered. */
  readonly position: number;
  /** Events of loaded sessions that are not delivered yet. */
  readonly queue: number;
  /** Percent, of bars up to the clock in the current session. */
  readonly quality?: number;
  readonly counts?: QualityCounts;
}
