import { Temporal } from 'temporal-polyfill';

import { AppError } from '../../lang/app-error.ts';
import {
  addDays,
  dayNumber,
  MICROS_PER_DAY,
  MICROS_PER_MINUTE,
  micros,
  utcDate,
  type Micros,
  type SessionDate,
} from '../time.ts';

const MINUTES_PER_DAY = 1_440;
const NANOS_PER_MICRO = 1_000;

/** Offsets of one UTC year: the k-th holds from `starts[k]` on. */
interface YearOffsets {
  readonly starts: readonly number[];
  readonly offsets: readonly number[];
}

/** Wall clock of one IANA zone. The zone database is asked once a year of data; everything else is a look-up (S1). */
export class ZoneClock {
  readonly timeZone: string;
  readonly #years = new Map<number, YearOffsets>();

  /** Throws `bad-config` for a zone that does not exist. */
  constructor(timeZone: string) {
    this.timeZone = timeZone;
    try {
      this.#atEpoch(0);
    } catch (cause) {
      throw new AppError(
        'bad-config',
        `time zone '${timeZone}' is not known. Name an IANA zone such as America/New_York or UTC.`,
        { cause },
      );
    }
  }

  /** Microseconds to add to UTC for wall time. */
  offsetAt(time: Micros): number {
    const { starts, offsets } = this.#yearOf(time);
    let at = 0;
    while (at + 1 < starts.length && (starts[at + 1] as number) <= time) at++;
    return offsets[at] as number;
  }

  dateAt(time: Micros): SessionDate {
    return utcDate(micros(time + this.offsetAt(time))) as SessionDate;
  }

  /** The instant of a wall time given as minutes from a date's midnight: negative is the day before, 1,440 and more the day
   * after. A time that occurs twice is the first one; one that is skipped moves forward by the skip. */
  instant(date: SessionDate, minutes: number): Micros {
    const day = addDays(date, Math.floor(minutes / MINUTES_PER_DAY));
    const ofDay = minutes - Math.floor(minutes / MINUTES_PER_DAY) * MINUTES_PER_DAY;
    const wall = dayNumber(day) * MICROS_PER_DAY + ofDay * MICROS_PER_MINUTE;
    const before = this.offsetAt(micros(wall - MICROS_PER_DAY));
    const after = this.offsetAt(micros(wall + MICROS_PER_DAY));
    const second = micros(wall - after);
    const isFirst = this.offsetAt(micros(wall - before)) === before;
    return isFirst || this.offsetAt(second) !== after ? micros(wall - before) : second;
  }

  #atEpoch(millis: number): Temporal.ZonedDateTime {
    return Temporal.Instant.fromEpochMilliseconds(millis).toZonedDateTimeISO(this.timeZone);
  }

  #yearOf(time: Micros): YearOffsets {
    const year = Number(utcDate(time).slice(0, 4));
    const known = this.#years.get(year);
    if (known !== undefined) return known;
    const startMillis = (dayNumber(`${String(year).padStart(4, '0')}-01-01` as SessionDate) * MICROS_PER_DAY) / 1_000;
    const endMillis = startMillis + (366 * MICROS_PER_DAY) / 1_000;
    let at: Temporal.ZonedDateTime | null = this.#atEpoch(startMillis);
    const starts: number[] = [];
    const offsets: number[] = [];
    while (at !== null && at.epochMilliseconds < endMillis) {
      starts.push(at.epochMilliseconds * 1_000);
      offsets.push(at.offsetNanoseconds / NANOS_PER_MICRO);
      at = at.getTimeZoneTransition('next');
    }
    const made = { starts, offsets };
    this.#years.set(year, made);
    return made;
  }
}
