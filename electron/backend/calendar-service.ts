import { rm } from 'node:fs/promises';

import { calendarInfo, type CalendarInfo, type CalendarList } from '../../shared/market/calendar/calendar-info.ts';
import { BUILT_IN_CALENDARS } from '../../shared/market/calendar/calendars.ts';
import { AppError } from '../../shared/lang/app-error.ts';
import { ownCalendarPath, ownCalendars, parseCalendar } from '../store/own-calendars.ts';
import type { Store } from '../store/store.ts';
import { writeAtomically } from './atomic-file.ts';
import type { EventBus } from './event-bus.ts';

/** The calendars that come with the program and those that a user added (S6). */
export class CalendarService {
  readonly #store: Store;
  readonly #events: EventBus;
  readonly #changed: () => void;

  /** `changed` is called when sessions may have other hours than before. */
  constructor(store: Store, events: EventBus, changed: () => void) {
    this.#store = store;
    this.#events = events;
    this.#changed = changed;
  }

  list(): CalendarList {
    const { calendars, unreadable } = ownCalendars(this.#store.dataDir);
    const own = calendars.map((calendar) => calendarInfo(calendar, false, this.#symbolsOf(calendar.id)));
    const builtIn = BUILT_IN_CALENDARS.map((calendar) => calendarInfo(calendar, true, this.#symbolsOf(calendar.id)));
    return { calendars: [...builtIn, ...own], unreadable };
  }

  /** Ids of the calendars that a user added. */
  ownIds(): string[] {
    return ownCalendars(this.#store.dataDir).calendars.map(({ id }) => id);
  }

  /** Keeps a calendar in place of the one of its id. Throws `bad-config` with every problem, `store-read-only`. */
  async add(json: string): Promise<CalendarInfo> {
    const calendar = parseCalendar(json);
    this.#throwIfReadOnly();
    await writeAtomically(ownCalendarPath(this.#store.dataDir, calendar.id), json, true);
    this.#tell();
    return calendarInfo(calendar, false, this.#symbolsOf(calendar.id));
  }

  /** Throws `not-allowed` for a built-in one and for one that symbols keep, `store-read-only`. */
  async remove(id: string): Promise<{ readonly removed: boolean }> {
    const known = this.list().calendars.find((calendar) => calendar.id === id);
    if (known === undefined) return { removed: false };
    if (known.isBuiltIn) throw new AppError('not-allowed', `${id} is built in: it stays.`);
    if (known.symbols.length > 0) {
      const message = `${id} is the calendar of ${known.symbols.join(', ')}. Delete their data, or import them with another calendar, first.`;
      throw new AppError('not-allowed', message, { details: { symbols: known.symbols } });
    }
    this.#throwIfReadOnly();
    await rm(ownCalendarPath(this.#store.dataDir, id), { force: true });
    this.#tell();
    return { removed: true };
  }

  #symbolsOf(id: string): string[] {
    const { reader } = this.#store;
    const symbols = new Set(reader.series().map(({ key }) => key.symbol));
    return [...symbols].filter((symbol) => reader.symbol(symbol).calendar === id).sort();
  }

  #throwIfReadOnly(): void {
    if (!this.#store.isReadOnly) return;
    throw new AppError('store-read-only', 'The data folder is open read-only: another Tapedeck writes to it.');
  }

  #tell(): void {
    this.#changed();
    this.#events.emit('calendars.changed', this.list());
  }
}
