import { type Hash, createHash } from 'node:crypto';
import { invariant } from '../../shared/lang/invariant.ts';
import type { EventLogSink, SinkMark } from '../engine/event-log.ts';

/** Hashes an event log as it is written. Its SHA-256 is the run's fingerprint (S24). */
export class EventLogHash implements EventLogSink {
  #hash: Hash = createHash('sha256');

  write(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  mark(): SinkMark {
    return new HashMark(this.#hash.copy());
  }

  restore(mark: SinkMark): void {
    invariant(mark instanceof HashMark, 'the mark comes from another kind of log sink');
    this.#hash = mark.hash.copy();
  }

  /** SHA-256 (hex) of what was written so far; writing may go on. Flush the engine's log first. */
  digest(): string {
    return this.#hash.copy().digest('hex');
  }
}

/** The state of the hash at a place in the log. */
class HashMark {
  readonly hash: Hash;

  constructor(hash: Hash) {
    this.hash = hash;
  }
}
