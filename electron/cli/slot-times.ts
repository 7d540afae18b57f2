import type { Interval } from '../../shared/market/interval.ts';
import { formatIso, micros } from '../../shared/market/time.ts';
import type { PlannedSession } from '../../shared/session/plan.ts';
import { gridLength, nextClose } from '../engine/derive/bar-grid.ts';

/** Open times of every bar that a session could hold, breaks left out, as ISO text. */
export function* slotTimes(session: PlannedSession, interval: Interval): Generator<string> {
  const length = gridLength(interval);
  if (length === Number.POSITIVE_INFINITY) {
    yield formatIso(session.open);
    return;
  }
  for (const span of session.spans) {
    for (let time: number | undefined = span.from; time !== undefined && time < span.to;) {
      yield formatIso(micros(time));
      time = nextClose(session, length, time);
    }
  }
}
