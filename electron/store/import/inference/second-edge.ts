import { MICROS_PER_DAY, MICROS_PER_MINUTE, MICROS_PER_SECOND } from '../../../../shared/market/time.ts';
import type { Stamp } from '../../../../shared/store/import.ts';
import type { Database } from '../database.ts';
import type { Findings } from './answer.ts';
import { clockText } from './markets.ts';
import type { TimeProfile } from './time-profile.ts';
import { instantOfWall, wallOfInstant } from './wall-clock.ts';
import type { Fit } from './zone-fit.ts';

const MAX_DAYS = 20;
/** The first second of a session trades this many times what the second before it does, at least. */
const RISE = 3;

/** For bars of one second: the rush of the opening lies in the bar stamped with the open when bars carry their open, one second later when
 * they carry their end. Uses the table `stamps`; `undefined` where no session shows it. */
export async function stampByOpening(
  database: Database,
  fit: Fit,
  profile: TimeProfile,
  findings: Findings,
): Promise<Stamp | undefined> {
  const { market, timeZone } = fit;
  const days = new Set(
    profile.minutes.minute.map((minute) => Math.floor((minute * MICROS_PER_MINUTE) / MICROS_PER_DAY)),
  );
  const opens = Array.from(days)
    .slice(0, MAX_DAYS)
    .map((day) => {
      const wall = day * MICROS_PER_DAY + market.open * MICROS_PER_MINUTE;
      return wallOfInstant(timeZone, instantOfWall(market.timeZone, wall));
    });
  if (opens.length === 0) return undefined;
  const sumAt = (shift: number): string => {
    const stamps = opens.map((open) => open + shift * MICROS_PER_SECOND).join(', ');
    return `coalesce(sum(CASE WHEN v > 0 THEN v ELSE 0 END) FILTER (t IN (${stamps})), 0)::DOUBLE`;
  };
  const [row] = await database.rows<{ before: number; first: number; second: number }>(
    `SELECT ${sumAt(-1)} AS before, ${sumAt(0)} AS first, ${sumAt(1)} AS second FROM stamps
     WHERE t IN (${opens.flatMap((open) => [open - MICROS_PER_SECOND, open, open + MICROS_PER_SECOND]).join(', ')})`,
  );
  if (row === undefined) return undefined;
  const at = clockText(market.open);
  if (row.first > 0 && row.first > row.before * RISE) {
    findings.sure('stamp', `Volume rises in the bar stamped ${at}:00, the open: bars carry their open.`);
    return 'open';
  }
  if (row.second > 0 && row.second > row.first * RISE) {
    findings.sure(
      'stamp',
      `Volume rises in the bar stamped ${at}:01, one second after the open: bars carry their end.`,
    );
    return 'close';
  }
  return undefined;
}
