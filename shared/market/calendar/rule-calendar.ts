import { AppError } from '../../lang/app-error.ts';
import { addDays, dayNumber, type Micros, type SessionDate } from '../time.ts';
import type { Calendar, TradingSession } from './calendar.ts';
import { ZoneClock } from './zone-clock.ts';

/** Hours of one session as minutes from its date's midnight, wall time: negative is the evening before. */
export interface DayHours {
  readonly open: number;
  readonly close: number;
  /** Absent: as the regular ones. */
  readonly extendedOpen?: number;
  readonly extendedClose?: number;
  readonly breaks?: readonly { readonly from: number; readonly to: number }[];
  readonly isEarlyClose?: boolean;
}

/** A calendar as data: what {@link RuleCalendar} turns into instants. */
export interface CalendarRules {
  readonly id: string;
  readonly label: string;
  readonly timeZone: string;
  readonly coverage: { readonly from: SessionDate; readonly to: SessionDate };
  readonly sessionsPerYear: number;
  /** Hours of a covered date, `undefined` when closed. Called at most once a date. */
  readonly hours: (date: SessionDate) => DayHours | undefined;
}

/** Time of day in minutes: `at(9, 30)`. */
export function at(hour: number, minute = 0): number {
  return hour * 60 + minute;
}

export class RuleCalendar implements Calendar {
  readonly id: string;
  readonly label: string;
  readonly timeZone: string;
  readonly coverage: { readonly from: SessionDate; readonly to: SessionDate };
  readonly sessionsPerYear: number;
  readonly #rules: CalendarRules;
  readonly #sessions = new Map<SessionDate, TradingSession | undefined>();
  #clock: ZoneClock | undefined;
  /** What {@link sessionAt} found last: most instants asked for lie in the same session. */
  #found: TradingSession | undefined;

  constructor(rules: CalendarRules) {
    this.id = rules.id;
    this.label = rules.label;
    this.timeZone = rules.timeZone;
    this.coverage = rules.coverage;
    this.sessionsPerYear = rules.sessionsPerYear;
    this.#rules = rules;
  }

  session(date: SessionDate): TradingSession | undefined {
    const known = this.#sessions.get(date);
    if (known !== undefined || this.#sessions.has(date)) return known;
    if (!this.#covers(date)) {
      throw new AppError(
        'outside-calendar',
        `${date} is outside the calendar '${this.id}', which covers ${this.coverage.from} to ${this.coverage.to}. Choose dates inside it, or a calendar of your own.`,
        { details: { date, calendar: this.id, ...this.coverage } },
      );
    }
    const made = this.#make(date);
    this.#sessions.set(date, made);
    return made;
  }

  sessions(from: SessionDate, to: SessionDate): readonly TradingSession[] {
    const found: TradingSession[] = [];
    const days = dayNumber(to) - dayNumber(from);
    if (days >= 0) this.session(to);
    for (let day = 0; day <= days; day++) {
      const session = this.session(addDays(from, day));
      if (session !== undefined) found.push(session);
    }
    return found;
  }

  sessionAt(time: Micros): TradingSession | undefined {
    if (this.#found !== undefined && holds(this.#found, time)) return this.#found;
    const date = this.dateAt(time);
    const today = this.session(date);
    const near = [addDays(date, 1), addDays(date, -1)]
      .filter((day) => this.#covers(day))
      .map((day) => this.session(day));
    const found = [today, ...near].find((session) => session !== undefined && holds(session, time));
    if (found !== undefined) this.#found = found;
    return found;
  }

  dateAt(time: Micros): SessionDate {
    return this.#zone().dateAt(time);
  }

  #covers(date: SessionDate): boolean {
    return date >= this.coverage.from && date <= this.coverage.to;
  }

  #zone(): ZoneClock {
    return (this.#clock ??= new ZoneClock(this.timeZone));
  }

  #make(date: SessionDate): TradingSession | undefined {
    const hours = this.#rules.hours(date);
    if (hours === undefined) return undefined;
    const zone = this.#zone();
    const instant = (minutes: number): Micros => zone.instant(date, minutes);
    return {
      date,
      open: instant(hours.open),
      close: instant(hours.close),
      extendedOpen: instant(hours.extendedOpen ?? hours.open),
      extendedClose: instant(hours.extendedClose ?? hours.close),
      breaks: (hours.breaks ?? []).map((pause) => ({ from: instant(pause.from), to: instant(pause.to) })),
      isEarlyClose: hours.isEarlyClose === true,
    };
  }
}

function holds({ extendedOpen, extendedClose }: TradingSession, time: Micros): boolean {
  return extendedOpen <= time && time < extendedClose;
}
