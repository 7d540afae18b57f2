import {
  defaultHorzScaleBehavior,
  TickMarkType,
  type IHorzScaleBehavior,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';

import { micros, MICROS_PER_SECOND } from '../../shared/market/time.ts';
import type { ZoneTime } from '../state/zone-time.ts';

/** Weights of tick marks by the widest unit of wall time that changed since the bar before, as the library ranks them. */
const WEIGHTS: readonly (readonly [seconds: number, weight: number])[] = [
  [86_400, 50],
  [12 * 3_600, 33],
  [6 * 3_600, 32],
  [3 * 3_600, 31],
  [3_600, 30],
  [1_800, 22],
  [300, 21],
  [60, 20],
];
const YEAR = 70;
const MONTH = 60;
const SECOND = 10;

/** Weight of the bar at `wall` after one at `before`; both seconds of wall time, `dates` their civil dates `YYYY-MM-DD`. */
export function tickWeight(before: number, wall: number, dates: readonly [string, string]): number {
  if (dates[0] !== dates[1]) {
    if (dates[0].slice(0, 4) !== dates[1].slice(0, 4)) return YEAR;
    if (dates[0].slice(0, 7) !== dates[1].slice(0, 7)) return MONTH;
  }
  for (const [seconds, weight] of WEIGHTS)
    if (Math.floor(wall / seconds) !== Math.floor(before / seconds)) return weight;
  return SECOND;
}

/** A time axis whose marks fall on full hours and days of the shown zone while its data stay UTC. `zone` is asked at every call. */
export function createZoneScale(zone: () => ZoneTime): IHorzScaleBehavior<Time> {
  const Base = defaultHorzScaleBehavior();
  return new (class extends Base {
    override fillWeightsForPoints(
      points: Parameters<IHorzScaleBehavior<Time>['fillWeightsForPoints']>[0],
      startIndex: number,
    ): void {
      const shown = zone();
      for (let index = startIndex; index < points.length; index++) {
        const point = points[index];
        const before = points[index - 1];
        if (point === undefined) continue;
        const time = micros((point.originalTime as number) * MICROS_PER_SECOND);
        const earlier = before === undefined ? time : micros((before.originalTime as number) * MICROS_PER_SECOND);
        const weight = tickWeight(shown.wall(earlier) / MICROS_PER_SECOND, shown.wall(time) / MICROS_PER_SECOND, [
          shown.date(earlier),
          shown.date(time),
        ]);
        point.timeWeight = weight as typeof point.timeWeight;
      }
    }
  })();
}

/** Text of a mark on the time axis. */
export function tickLabel(time: Time, type: TickMarkType, zone: ZoneTime): string {
  const at = micros((time as UTCTimestamp) * MICROS_PER_SECOND);
  switch (type) {
    case TickMarkType.Year:
      return zone.date(at).slice(0, 4);
    case TickMarkType.Month:
      return zone.shortDate(at).slice(4);
    case TickMarkType.DayOfMonth:
      return zone.shortDate(at);
    case TickMarkType.Time:
      return zone.minutes(at);
    case TickMarkType.TimeWithSeconds:
      return zone.seconds(at);
  }
}
