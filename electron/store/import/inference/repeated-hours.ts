import { MICROS_PER_MINUTE, formatIso, micros } from '../../../../shared/market/time.ts';
import type { Findings } from './answer.ts';
import type { TimeProfile } from './time-profile.ts';
import { offsetPieces } from './wall-clock.ts';
import { count } from './wording.ts';

/** Where clocks go back, an hour of wall times comes twice: rows in it cannot be told apart and are taken for the first. */
export function warnOfRepeatedHours(profile: TimeProfile, timeZone: string, findings: Findings): void {
  const pieces = offsetPieces(timeZone, profile.first, profile.last);
  const { minute, rows } = profile.minutes;
  for (const [index, { until, offset }] of pieces.entries()) {
    const next = pieces[index + 1]?.offset;
    if (next === undefined || next >= offset) continue;
    const from = (until - (offset - next)) / MICROS_PER_MINUTE;
    const to = until / MICROS_PER_MINUTE;
    let inside = 0;
    for (let at = 0; at < minute.length; at++) {
      if ((minute[at] as number) >= from && (minute[at] as number) < to) inside += rows[at] as number;
    }
    if (inside === 0) continue;
    const hour = formatIso(micros(from * MICROS_PER_MINUTE))
      .slice(0, 16)
      .replace('T', ' ');
    findings.warn(
      `${count(inside)} rows lie in the hour from ${hour} ${timeZone}, which came twice when clocks went back: they are taken for its first time. Export the file in UTC to keep both.`,
    );
  }
}
