import { useRef, type ReactElement } from 'react';

import { formatIso, type Micros } from '../../shared/market/time.ts';
import type { OpenRun } from '../../shared/session/replay.ts';
import { zoneName, type ZoneTime } from '../state/zone-time.ts';
import { useClock } from './use-clock.ts';

/** The session clock in the shown zone; `data-iso` has the instant. */
export function SessionClock({ run, zone }: { run: OpenRun; zone: ZoneTime }): ReactElement {
  const clock = useRef<HTMLSpanElement>(null);
  const date = useRef<HTMLSpanElement>(null);
  const place = useRef<HTMLSpanElement>(null);
  useClock(({ clock: now, sessionIndex, status }) => {
    write(clock.current, status === 'running' ? zone.seconds(now) : clockText(now, zone));
    if (clock.current !== null) clock.current.dataset['iso'] = formatIso(now);
    write(date.current, zone.longDate(now));
    write(place.current, `${zoneName(zone.timeZone)}, session ${sessionIndex + 1} of ${run.sessions.length}`);
  });
  return (
    <>
      <span className="clock" role="status" aria-label="Session clock" aria-live="off" ref={clock} />
      <div className="when">
        <span ref={date} />
        <span className="t3" ref={place} />
      </div>
    </>
  );
}

/** `10:52:07`, and with milliseconds where the clock stands between seconds: `10:52:07.250`. */
function clockText(now: Micros, zone: ZoneTime): string {
  return zone.clock(now).slice(0, 12);
}

function write(element: HTMLElement | null, text: string): void {
  if (element !== null && element.textContent !== text) element.textContent = text;
}
