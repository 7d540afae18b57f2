import { join } from 'node:path';

import { DEFAULT_SETTINGS, type Settings, settingsSchema } from '../../shared/ipc/settings.ts';
import { readJson } from './atomic-file.ts';
import { SavedValue } from './saved-value.ts';

const POLICY = { delayMs: 300, isDurable: true };

type Patch = { readonly [Key in keyof Settings]?: Settings[Key] | undefined };

/** The window's settings, in `settings.json` of the data folder. A field that cannot be read (an older or damaged file) takes its default. */
export class SettingsStore {
  readonly #saved: SavedValue<Settings>;

  private constructor(saved: SavedValue<Settings>) {
    this.#saved = saved;
  }

  static async open(dataDir: string, isReadOnly: boolean): Promise<SettingsStore> {
    const path = join(dataDir, 'settings.json');
    const settings = readable(await readJson(path));
    return new SettingsStore(new SavedValue(isReadOnly ? undefined : path, settings, POLICY));
  }

  get(): Settings {
    return this.#saved.get();
  }

  /** Changes the fields that the patch has; `lastSession` and `strategies` are the backend's own and stay. */
  patch(patch: Patch): Settings {
    const { lastSession: _session, strategies: _strategies, ...changes } = patch;
    const defined = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    this.#saved.set({ ...this.#saved.get(), ...defined });
    return this.get();
  }

  /** Strategy files from elsewhere: a person's agreement to run one comes through `strategies.trust` only. */
  keepStrategies(strategies: Settings['strategies']): void {
    this.#saved.set({ ...this.#saved.get(), strategies });
  }

  flush(): Promise<void> {
    return this.#saved.flush();
  }
}

function readable(stored: unknown): Settings {
  if (typeof stored !== 'object' || stored === null) return DEFAULT_SETTINGS;
  const fields = Object.entries(stored).filter(([name, value]) => {
    const field = settingsSchema.shape[name as keyof typeof settingsSchema.shape];
    return name !== 'lastSession' && field?.safeParse(value).success === true;
  });
  return { ...DEFAULT_SETTINGS, ...Object.fromEntries(fields) };
}
