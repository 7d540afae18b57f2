import { useEffect, useState } from 'react';

import type { CalendarList } from '../../shared/market/calendar/calendar-info.ts';
import { useServices } from '../state/services.ts';

/** The calendars there are, followed as they change; absent until first answered. */
export function useCalendars(): CalendarList | undefined {
  const { client, notices } = useServices();
  const [list, setList] = useState<CalendarList>();
  useEffect(() => {
    let isCurrent = true;
    const take = (answer: CalendarList): void => {
      if (isCurrent) setList(answer);
    };
    const ask = (): void => {
      client.request('calendars.list', {}).then(take, (error: unknown) => notices.getState().showError(error));
    };
    ask();
    const stops = [client.on('calendars.changed', take), client.on('restarted', ask)];
    return () => {
      isCurrent = false;
      for (const stop of stops) stop();
    };
  }, [client, notices]);
  return list;
}
