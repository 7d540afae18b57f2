import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { LastSessionStore } from '../../electron/backend/last-session.ts';
import { SettingsStore } from '../../electron/backend/settings-store.ts';
import { dataDirOf } from '../../electron/backend/data-dir.ts';
import { DEFAULT_SETTINGS } from '../../shared/ipc/settings.ts';
import { micros } from '../../shared/market/time.ts';
import { tempDir } from '../support/temp-dir.ts';

describe('settings', () => {
  it('are defaults in a new folder, which reading does not make', async () => {
    const dataDir = join(await tempDir(), 'new');
    expect((await SettingsStore.open(dataDir, false)).get()).toEqual(DEFAULT_SETTINGS);
    expect(existsSync(dataDir)).toBe(false);
  });

  it('are on disk once flushed, changed in the fields of the patch alone', async () => {
    const dataDir = await tempDir();
    const settings = await SettingsStore.open(dataDir, false);
    settings.patch({ theme: 'light', layout: { panels: [1, 2] } });
    settings.patch({ speed: 'max', step: undefined });
    await settings.flush();
    const again = await SettingsStore.open(dataDir, false);
    expect(again.get()).toEqual({ ...DEFAULT_SETTINGS, theme: 'light', layout: { panels: [1, 2] }, speed: 'max' });
  });

  it('keep what can be read of a damaged or newer file', async () => {
    const dataDir = await tempDir();
    const path = join(dataDir, 'settings.json');
    writeFileSync(
      path,
      JSON.stringify({ theme: 'light', speed: -1, charts: 'none', fromTheFuture: 1, lastSession: {} }),
    );
    expect((await SettingsStore.open(dataDir, false)).get()).toEqual({ ...DEFAULT_SETTINGS, theme: 'light' });
    for (const text of ['', '{', 'null', '[]', '7']) {
      writeFileSync(path, text);
      expect((await SettingsStore.open(dataDir, false)).get()).toEqual(DEFAULT_SETTINGS);
    }
  });

  it('of a read-only folder live in memory', async () => {
    const dataDir = await tempDir();
    const settings = await SettingsStore.open(dataDir, true);
    settings.patch({ theme: 'light' });
    await settings.flush();
    expect([settings.get().theme, existsSync(join(dataDir, 'settings.json'))]).toEqual(['light', false]);
  });
});

describe('the last session', () => {
  const config = { session_name: 'a' };
  const at = (seconds: number) => micros(seconds * 1e6);

  it('is where its clock stood when it was last moved', async () => {
    const dataDir = await tempDir();
    const last = await LastSessionStore.open(dataDir, false);
    expect(await last.takeForStart()).toBeUndefined();
    last.opened(config, at(1));
    last.moved(at(5));
    await last.end();
    expect(await (await LastSessionStore.open(dataDir, false)).takeForStart()).toEqual({ config, clock: at(5) });
  });

  it('is gone once the run was closed', async () => {
    const dataDir = await tempDir();
    const last = await LastSessionStore.open(dataDir, false);
    last.opened(config, at(1));
    last.closed();
    await last.end();
    expect((await LastSessionStore.open(dataDir, false)).get()).toBeUndefined();
  });

  it('is opened again at every start after an orderly end, however often', async () => {
    const dataDir = await tempDir();
    const first = await LastSessionStore.open(dataDir, false);
    first.opened(config, at(1));
    await first.end();
    for (let n = 0; n < 20; n++) {
      const last = await LastSessionStore.open(dataDir, false);
      expect(await last.takeForStart()).toEqual({ config, clock: at(1) });
      last.opened(config, at(1));
      await last.end();
    }
  });

  it('is not opened again by itself after five starts in a row that crashed with it', async () => {
    const dataDir = await tempDir();
    const first = await LastSessionStore.open(dataDir, false);
    first.opened(config, at(1));
    await first.end();
    const start = async () => {
      const last = await LastSessionStore.open(dataDir, false);
      return (await last.takeForStart()) !== undefined;
    };
    const starts: boolean[] = [];
    for (let n = 0; n < 6; n++) starts.push(await start());
    expect(starts).toEqual([true, true, true, true, true, false]);
  });

  it('is opened again however often it was killed, as long as it plays on between', async () => {
    const dataDir = await tempDir();
    const first = await LastSessionStore.open(dataDir, false);
    first.opened(config, at(0));
    await first.end();
    for (let n = 1; n <= 8; n++) {
      const last = await LastSessionStore.open(dataDir, false);
      const taken = await last.takeForStart();
      expect(taken?.clock).toBe(at(n - 1));
      last.opened(config, at(n - 1));
      last.moved(at(n));
      await expect.poll(() => readFileSync(join(dataDir, 'session.json'), 'utf8')).toContain(`"clock":${at(n)},`);
    }
  });

  it('survives a file that is not what it wrote', async () => {
    const dataDir = await tempDir();
    for (const text of ['', '{"clock":"x"}', '[]', 'null']) {
      writeFileSync(join(dataDir, 'session.json'), text);
      expect((await LastSessionStore.open(dataDir, false)).get()).toBeUndefined();
    }
    expect(readFileSync(join(dataDir, 'session.json'), 'utf8')).toBe('null');
  });
});

describe('the data folder', () => {
  it('is the one given, else TAPEDECK_DATA, else where the platform keeps a user’s data', () => {
    const of = (given: string | undefined, env: NodeJS.ProcessEnv, platform: NodeJS.Platform) =>
      dataDirOf(given, env, platform, '/home/ada');
    expect(of('/given', { TAPEDECK_DATA: '/env' }, 'linux')).toBe('/given');
    expect(of(undefined, { TAPEDECK_DATA: '/env' }, 'linux')).toBe('/env');
    expect(of(undefined, { TAPEDECK_DATA: '' }, 'linux')).toBe('/home/ada/.local/share/tapedeck');
    expect(of(undefined, { XDG_DATA_HOME: '/xdg' }, 'linux')).toBe('/xdg/tapedeck');
    expect(of(undefined, { XDG_DATA_HOME: 'relative' }, 'linux')).toBe('/home/ada/.local/share/tapedeck');
    expect(of(undefined, {}, 'darwin')).toBe('/home/ada/Library/Application Support/Tapedeck');
  });
});
