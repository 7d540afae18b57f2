import type { AppInfo, Handlers } from '../../shared/ipc/contract.ts';
import type { LastSessionStore } from './last-session.ts';
import type { SettingsStore } from './settings-store.ts';

export function appHandlers(info: AppInfo, settings: SettingsStore, last: LastSessionStore) {
  const current = () => {
    const lastSession = last.get();
    return lastSession === undefined ? settings.get() : { ...settings.get(), lastSession };
  };
  return {
    'app.info': () => info,
    'app.doctor': async () => {
      const { doctorLines } = await import('./doctor-lines.ts');
      return doctorLines(info.dataDir);
    },
    'settings.get': current,
    'settings.set': (patch) => {
      settings.patch(patch);
      return current();
    },
  } satisfies Partial<Handlers>;
}
