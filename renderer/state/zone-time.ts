import {
  formatIso,
  micros,
  MICROS_PER_DAY,
  MICROS_PER_MINUTE,
  MICROS_PER_SECOND,
  utcDate,
  type Micros,
} from '../../shared/market/time.ts';

/** Offsets from UTC change only on quarter hours, so one look-up serves every instant of the same quarter. */
const BLOCK = 15 * MICROS_PER_MINUTE;
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** Wall time of instants in one IANA zone. `Intl` is asked once a quarter of an hour of data; the rest is arithmetic, cheap enough for axis labels. */
export class ZoneTime {
  readonly timeZone: string;
  readonly #format: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, number>();

  /** Throws RangeError for a zone that the platform does not know. */
  constructor(timeZone: string) {
    this.timeZone = timeZone;
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** Microseconds to add to UTC to get wall time. */
  offsetAt(time: Micros): number {
    const block = Math.floor(time / BLOCK);
    let offset = this.#offsets.get(block);
    if (offset === undefined) {
      offset = this.#ask(block * BLOCK);
      if (this.#offsets.size > 20_000) this.#offsets.clear();
      this.#offsets.set(block, offset);
    }
    return offset;
  }

  #ask(time: number): number {
    const part: Record<string, number> = {};
    for (const { type, value } of this.#format.formatToParts(time / 1_000)) part[type] = Number(value);
    const {
      year = 0,
      month = 1,
      day = 1,
      hour = 0,
      minute = 0,
      second = 0,
    } = part as Partial<Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>>;
    return (
      Date.UTC(year, month - 1, day, hour, minute, second) * 1_000 -
      Math.floor(time / MICROS_PER_SECOND) * MICROS_PER_SECOND
    );
  }

  /** The instant shifted so that its UTC fields read as wall time. */
  wall(time: Micros): Micros {
    return micros(time + this.offsetAt(time));
  }

  /** `10:51:22`, or with fractions where the instant has them: `10:51:22.250`. */
  clock(time: Micros): string {
    return formatIso(this.wall(time)).slice(11, -1);
  }

  /** `10:51:22`, fractions cut. */
  seconds(time: Micros): string {
    return this.clock(time).slice(0, 8);
  }

  /** `10:51` */
  minutes(time: Micros): string {
    return this.clock(time).slice(0, 5);
  }

  /** `2013-10-09` */
  date(time: Micros): string {
    return utcDate(this.wall(time));
  }

  /** `4 Jul 10:15:07`, for rows of one year. */
  moment(time: Micros): string {
    return `${this.shortDate(time).slice(4)} ${this.seconds(time)}`;
  }

  /** `Wed 9 Oct` */
  shortDate(time: Micros): string {
    return shortDate(this.date(time));
  }

  /** `Wed 9 Oct 2013` */
  longDate(time: Micros): string {
    return longDate(this.date(time));
  }

  /** `2013-10-09 10:51:22` */
  stamp(time: Micros): string {
    return `${this.date(time)} ${this.clock(time)}`;
  }
}

/** `Wed 9 Oct` of `2013-10-09`. */
export function shortDate(date: string): string {
  const { weekday, day, month } = partsOf(date);
  return `${weekday} ${day} ${month}`;
}

/** `Wed 9 Oct 2013` of `2013-10-09`. */
export function longDate(date: string): string {
  return `${shortDate(date)} ${date.slice(0, 4)}`;
}

/** `Oct 2013` of `2013-10-09` or `2013-10`. */
export function monthName(date: string): string {
  return `${MONTHS[Number(date.slice(5, 7)) - 1] ?? ''} ${date.slice(0, 4)}`;
}

function partsOf(date: string): { weekday: string; day: number; month: string } {
  const days = Date.parse(`${date}T00:00:00Z`) / (MICROS_PER_DAY / 1_000);
  return {
    weekday: WEEKDAYS[(((days + 3) % 7) + 7) % 7] ?? '',
    day: Number(date.slice(8, 10)),
    month: MONTHS[Number(date.slice(5, 7)) - 1] ?? '',
  };
}

/** `07:05:09` of a number of seconds since midnight. */
export function clockOfSeconds(seconds: number): string {
  return `${two(Math.floor(seconds / 3_600))}:${two(Math.floor(seconds / 60) % 60)}:${two(Math.floor(seconds) % 60)}`;
}

const zones = new Map<string, ZoneTime>();

/** The one formatter of a zone; an unknown zone falls back to UTC, because a label is no place to fail. */
export function zoneTime(timeZone: string): ZoneTime {
  let zone = zones.get(timeZone);
  if (zone === undefined) {
    try {
      zone = new ZoneTime(timeZone);
    } catch {
      zone = zoneTime('UTC');
    }
    zones.set(timeZone, zone);
  }
  return zone;
}

/** The zone that times are shown in: the exchange's, the computer's, or UTC (G7). */
export function displayZone(choice: 'exchange' | 'local' | 'utc', exchange: string | undefined): ZoneTime {
  if (choice === 'utc') return zoneTime('UTC');
  if (choice === 'exchange' && exchange !== undefined) return zoneTime(exchange);
  return zoneTime(Intl.DateTimeFormat().resolvedOptions().timeZone);
}

/** `New York` of `America/New_York`. */
export function zoneName(timeZone: string): string {
  return timeZone === 'UTC' ? 'UTC' : (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
}
