import { micros, MICROS_PER_SECOND, type Micros } from '../../shared/market/time.ts';
import type { RunSession } from '../../shared/session/replay.ts';

/** Pixels between sessions where there is room. */
const GAP = 6;
/** Most of the width that gaps may take. */
const MOST_GAPS = 0.2;

export interface SessionSpan {
  readonly session: RunSession;
  /** Pixels from the left of the track, fractions included; `right` is exclusive. */
  readonly left: number;
  readonly right: number;
}

/** Where the sessions of a run lie on a track: side by side, as wide as they are long, nights left out. */
export class ScrubGeometry {
  readonly spans: readonly SessionSpan[];

  constructor(sessions: readonly RunSession[], width: number) {
    const gaps = Math.max(0, sessions.length - 1);
    const gap = gaps === 0 ? 0 : Math.min(GAP, (width * MOST_GAPS) / gaps);
    const total = sessions.reduce((sum, { open, close }) => sum + close - open, 0);
    const scale = total === 0 ? 0 : Math.max(0, width - gap * gaps) / total;
    let left = 0;
    this.spans = sessions.map((session) => {
      const right = left + (session.close - session.open) * scale;
      const span = { session, left, right };
      left = right + gap;
      return span;
    });
  }

  /** Pixel of an instant; one outside all sessions lies at the end of the session before it, or at the start of the first. */
  xOf(time: Micros): number {
    const span = this.spans.findLast(({ session }) => session.open <= time) ?? this.spans[0];
    if (span === undefined) return 0;
    const { open, close } = span.session;
    const part = Math.min(1, Math.max(0, (time - open) / (close - open)));
    return span.left + part * (span.right - span.left);
  }

  /** Instant at a pixel, in whole seconds; between two sessions the nearer edge, beyond the ends the first open and the last close. */
  timeAt(x: number): Micros {
    let nearest: SessionSpan | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const span of this.spans) {
      const distance = x < span.left ? span.left - x : x > span.right ? x - span.right : 0;
      if (distance >= least) continue;
      nearest = span;
      least = distance;
    }
    if (nearest === undefined) return micros(0);
    const { session, left, right } = nearest;
    const part = right > left ? Math.min(1, Math.max(0, (x - left) / (right - left))) : 0;
    const seconds = Math.round((session.open + part * (session.close - session.open)) / MICROS_PER_SECOND);
    return micros(Math.min(session.close, Math.max(session.open, seconds * MICROS_PER_SECOND)));
  }
}
