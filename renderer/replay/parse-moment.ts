import { intervalMicros, parseInterval } from '../../shared/market/interval.ts';
import { micros, MICROS_PER_SECOND, parseIso, parseSessionDate, type Micros } from '../../shared/market/time.ts';
import type { OpenRun } from '../../shared/session/replay.ts';
import type { ZoneTime } from '../state/zone-time.ts';

export type Moment = { readonly time: Micros } | { readonly problem: string };

const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/;

/** Reads what is typed to go to a time: `10:30` or `10:30:05` in the current session, `2013-10-09`, `2013-10-09 10:30`, an ISO 8601
 * instant with its zone, or a way from now such as `+5m` and `-30s`. Times without a zone are in `zone`. */
export function parseMoment(text: string, run: OpenRun, clock: Micros, sessionIndex: number, zone: ZoneTime): Moment {
  const given = text.trim();
  const time = readMoment(given, run, clock, sessionIndex, zone);
  if (time === undefined)
    return { problem: `${given === '' ? 'Nothing' : given} is no time. Type 10:30, 2013-10-09 10:30 or +5m.` };
  const first = run.sessions[0];
  const last = run.sessions.at(-1);
  if (first === undefined || last === undefined) return { problem: 'The run has no sessions.' };
  if (time < first.open || time > last.close)
    return {
      problem: `${zone.stamp(time)} is outside the run, ${zone.stamp(first.open)} to ${zone.stamp(last.close)}.`,
    };
  return { time };
}

function readMoment(
  text: string,
  run: OpenRun,
  clock: Micros,
  sessionIndex: number,
  zone: ZoneTime,
): Micros | undefined {
  const away = /^([+\-\u2212])\s*(\S+)$/.exec(text);
  if (away !== null) {
    const interval = parseInterval(away[2] ?? '');
    if (interval === undefined || /[dw]$/.test(interval)) return undefined;
    return micros(clock + (away[1] === '+' ? 1 : -1) * intervalMicros(interval));
  }
  const instant = parseIso(text);
  if (instant !== undefined) return instant;
  const [dateText, clockText] = /^\d{4}-/.test(text) ? text.split(/[T ]+/, 2) : [undefined, text];
  const date = dateText === undefined ? undefined : parseSessionDate(dateText);
  if (dateText !== undefined && date === undefined) return undefined;
  if (clockText === undefined)
    return run.sessions.find((session) => session.date === date)?.open ?? wallInstant(`${date}T00:00:00`, zone);
  const match = CLOCK.exec(clockText);
  const session = run.sessions[sessionIndex] ?? run.sessions[0];
  if (match === null || session === undefined) return undefined;
  const [, hour = '', minute = '', second = '00'] = match;
  return wallInstant(`${date ?? zone.date(session.open)}T${hour.padStart(2, '0')}:${minute}:${second}`, zone);
}

/** The instant of a wall time in a zone; the later one where clocks are put back. */
function wallInstant(wall: string, zone: ZoneTime): Micros | undefined {
  const asUtc = parseIso(`${wall}Z`);
  if (asUtc === undefined) return undefined;
  const guess = micros(asUtc - zone.offsetAt(asUtc));
  const time = asUtc - zone.offsetAt(guess);
  return micros(Math.round(time / MICROS_PER_SECOND) * MICROS_PER_SECOND);
}
