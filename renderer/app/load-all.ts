import type { Services } from '../state/services.ts';

/** Asks for everything the frame shows: at the start, and anew after the backend was restarted. */
export async function loadAll({ settings, session, jobs }: Services): Promise<void> {
  await settings.getState().load();
  await Promise.all([session.getState().refresh(), jobs.getState().refresh()]);
}
