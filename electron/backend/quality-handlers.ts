import type { Handlers } from '../../shared/ipc/contract.ts';
import { AppError } from '../../shared/lang/app-error.ts';
import { type SessionDate, micros, parseSessionDate } from '../../shared/market/time.ts';
import type { UpkeepClient } from './upkeep-client.ts';

export function qualityHandlers(upkeep: UpkeepClient) {
  return {
    'quality.days': ({ from, to }) =>
      upkeep.ask<'days'>({
        type: 'days',
        ...(from === undefined ? {} : { from: checkedDate(from) }),
        ...(to === undefined ? {} : { to: checkedDate(to) }),
      }),
    'quality.session': ({ seriesId, date }) =>
      upkeep.ask<'session'>({ type: 'session', seriesId, date: checkedDate(date) }),
    'quality.minute': ({ seriesId, minute }) =>
      upkeep.ask<'minute'>({ type: 'minute', seriesId, minute: micros(minute) }),
  } satisfies Partial<Handlers>;
}

export function checkedDate(text: string): SessionDate {
  const date = parseSessionDate(text);
  if (date === undefined) throw new AppError('bad-request', `${text} is no day of the calendar. Give YYYY-MM-DD.`);
  return date;
}
