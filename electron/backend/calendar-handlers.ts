import type { Handlers } from '../../shared/ipc/contract.ts';
import type { CalendarService } from './calendar-service.ts';

export function calendarHandlers(calendars: CalendarService) {
  return {
    'calendars.list': () => calendars.list(),
    'calendars.add': ({ json }) => calendars.add(json),
    'calendars.remove': ({ id }) => calendars.remove(id),
  } satisfies Partial<Handlers>;
}
