import { Temporal } from 'temporal-polyfill';

import { AppError } from '../../lang/app-error.ts';
import {
  daysFromCivil,
  dayNumber,
  MICROS_PER_DAY,
  MICROS_PER_MILLI,
  MICROS_PER_MINUTE,
  micros,
  utcDate,
  type Micros,
  type SessionDate,
} from '../time.ts';

const NANOS_PER_MICRO = 1_000;

/** Offsets of one UTC year, `from <= t < to`: the k-th holds from `starts[k]` on. */
interface YearOffsets {
  readonly from: number;
  readonly to: number;
  readonly starts: readonly number[];
  readonly offsets: readonly number[];
}

/** Wall clock of one IANA zone. The zone database is asked once a year of data; everything else is a look-up (S1). */
export class ZoneClock {
  readonly timeZone: string;
  readonly #years = new Map<number, YearOffsets>();
  /** The year asked for last: most questions come in order of time. */
  #last: YearOffsets | undefined;

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
    const last = this.#last;
    const { starts, offsets } = last !== undefined && last.from <= time && time < last.to ? last : this.#yearOf(time);
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
    const wall = dayNumber(date) * MICROS_PER_DAY + minutes * MICROS_PER_MINUTE;
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
    const found = this.#years.get(year) ?? this.#read(year);
    this.#years.set(year, found);
    this.#last = found;
    return found;
  }

  #read(year: number): YearOffsets {
    const from = daysFromCivil(year, 1, 1) * MICROS_PER_DAY;
    const to = daysFromCivil(year + 1, 1, 1) * MICROS_PER_DAY;
    const starts: number[] = [];
    const offsets: number[] = [];
    let at: Temporal.ZonedDateTime | null = this.#atEpoch(from / MICROS_PER_MILLI);
    while (at !== null && at.epochMilliseconds * MICROS_PER_MILLI < to) {
      starts.push(at.epochMilliseconds * MICROS_PER_MILLI);
      offsets.push(at.offsetNanoseconds / NANOS_PER_MICRO);
      at = at.getTimeZoneTransition('next');
    }
    return { from, to, starts, offsets };
  }
}
