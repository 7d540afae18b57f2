import { defaultHorzScaleBehavior, type IHorzScaleBehavior, type Time } from 'lightweight-charts';

import { micros, MICROS_PER_SECOND, utcDate } from '../../shared/market/time.ts';
import { monthName, type ZoneTime } from '../state/zone-time.ts';

const DAY_SECONDS = 86_400;
const YEAR = 70;
const MONTH = 60;
const DAY = 50;
const MINUTE = 20;
const SECOND = 1;

/** Weights of tick marks by the widest unit of wall time that begins with a bar; the library only compares them. */
const WEIGHTS: readonly (readonly [seconds: number, weight: number])[] = [
  [12 * 3_600, 33],
  [6 * 3_600, 32],
  [3 * 3_600, 31],
  [3_600, 30],
  [1_800, 26],
  [900, 24],
  [300, 22],
  [120, 21],
  [60, MINUTE],
  [30, 14],
  [15, 12],
  [10, 11],
  [5, 10],
];

/** Weight of the bar at `wall` after one at `before`, both seconds of wall time. */
export function tickWeight(before: number, wall: number): number {
  if (Math.floor(wall / DAY_SECONDS) !== Math.floor(before / DAY_SECONDS)) {
    const [earlier, later] = [dateOf(before), dateOf(wall)];
    if (earlier.slice(0, 4) !== later.slice(0, 4)) return YEAR;
    return earlier.slice(0, 7) === later.slice(0, 7) ? DAY : MONTH;
  }
  for (const [seconds, weight] of WEIGHTS)
    if (Math.floor(wall / seconds) !== Math.floor(before / seconds)) return weight;
  return SECOND;
}

const dateOf = (wall: number): string => utcDate(micros(wall * MICROS_PER_SECOND));

/** A time axis whose marks fall on full hours and days of the shown zone while its data stay UTC. `zone` and `step`, the length of a bar in seconds,
 * are asked at every call. */
export function createZoneScale(zone: () => ZoneTime, step: () => number): IHorzScaleBehavior<Time> {
  const Base = defaultHorzScaleBehavior();
  return new (class extends Base {
    override fillWeightsForPoints(
      points: Parameters<IHorzScaleBehavior<Time>['fillWeightsForPoints']>[0],
      startIndex: number,
    ): void {
      const shown = zone();
      const wallOf = (point: (typeof points)[number] | undefined): number =>
        point === undefined
          ? Number.NaN
          : shown.wall(micros((point.originalTime as number) * MICROS_PER_SECOND)) / MICROS_PER_SECOND;
      let before = wallOf(points[startIndex - 1]);
      for (const point of points.slice(startIndex)) {
        const wall = wallOf(point);
        point.timeWeight = (Number.isNaN(before) ? SECOND : tickWeight(before, wall)) as typeof point.timeWeight;
        before = wall;
      }
    }

    override formatTickmark(mark: Parameters<IHorzScaleBehavior<Time>['formatTickmark']>[0]): string {
      return tickLabel(mark.originalTime as number, mark.weight, step(), zone());
    }

    /** Marks of at least this weight are bold: only days. */
    override maxTickMarkWeight(
      marks: Parameters<IHorzScaleBehavior<Time>['maxTickMarkWeight']>[0],
    ): ReturnType<IHorzScaleBehavior<Time>['maxTickMarkWeight']> {
      return Math.max(super.maxTickMarkWeight(marks), DAY) as ReturnType<IHorzScaleBehavior<Time>['maxTickMarkWeight']>;
    }
  })();
}

/** Text of a mark of some weight on an axis of bars `step` seconds long. */
export function tickLabel(seconds: number, weight: number, step: number, zone: ZoneTime): string {
  const at = micros(seconds * MICROS_PER_SECOND);
  if (weight >= YEAR) return zone.date(at).slice(0, 4);
  if (weight >= MONTH && step >= DAY_SECONDS) return monthName(zone.date(at));
  if (weight >= DAY || step >= DAY_SECONDS) return zone.shortDate(at);
  return weight >= MINUTE ? zone.minutes(at) : zone.seconds(at);
}
