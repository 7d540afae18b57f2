import { useStore } from 'zustand';

import { useServices, useSettings } from './services.ts';
import { displayZone, type ZoneTime } from './zone-time.ts';

/** The zone that times are shown in. `exchange` is the zone of what is shown; without it the open run's. */
export function useZone(exchange?: string): ZoneTime {
  const runZone = useStore(useServices().session, (state) => state.run?.timeZone);
  return displayZone(useSettings().timeZone, exchange ?? runZone);
}
