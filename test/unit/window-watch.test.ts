import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { findBrowser, hasDisplay } from '../../electron/serve/find-browser.ts';
import { appArguments } from '../../electron/serve/app-window.ts';
import { WindowWatch } from '../../electron/serve/window-watch.ts';

describe('the end of a host that opened a window', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function watched(): { watch: WindowWatch; ended: () => number } {
    let ends = 0;
    return { watch: new WindowWatch(() => (ends += 1)), ended: () => ends };
  }

  it('comes when the last window has been gone for longer than a reload takes', async () => {
    const { watch, ended } = watched();
    watch.count(1);
    watch.count(0);
    await vi.advanceTimersByTimeAsync(3_000);
    watch.count(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ended()).toBe(0);
    watch.count(0);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(ended()).toBe(1);
  });

  it('comes at once when the browser and its windows are gone', () => {
    const { watch, ended } = watched();
    watch.count(1);
    expect(watch.browserExited()).toBe(true);
    expect(ended()).toBe(0);
    watch.count(0);
    expect(ended()).toBe(1);
  });

  it('does not come before any window connected', async () => {
    const { watch, ended } = watched();
    watch.count(0);
    expect(watch.browserExited()).toBe(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ended()).toBe(0);
  });
});

describe('the browser of the loopback host', () => {
  it('is Chromium before Chrome before Edge, where each platform keeps them', () => {
    const found = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv, ...programs: string[]) =>
      findBrowser(platform, env, (path) => programs.includes(path));
    expect(found('linux', { PATH: '/a:/b' }, '/b/google-chrome', '/b/chromium')).toEqual({
      name: 'Chromium',
      path: '/b/chromium',
    });
    expect(found('linux', { PATH: '/a:/b' }, '/a/microsoft-edge')).toEqual({ name: 'Edge', path: '/a/microsoft-edge' });
    const chrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    expect(found('darwin', {}, chrome)).toEqual({ name: 'Chrome', path: chrome });
    const edge = 'C:\\PF86\\Microsoft\\Edge\\Application\\msedge.exe';
    expect(found('win32', { 'ProgramFiles(x86)': 'C:\\PF86' }, edge)).toEqual({ name: 'Edge', path: edge });
    expect(found('linux', {})).toBeUndefined();
  });

  it('needs a display on Linux', () => {
    expect(hasDisplay('linux', {})).toBe(false);
    expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
    expect(hasDisplay('darwin', {})).toBe(true);
  });

  it('is given no secret on its command line, and loses its sandbox for root alone', () => {
    const args = appArguments('file:///data/window/launch-1.html', '/data/window/profile', false);
    expect(args).toContain('--app=file:///data/window/launch-1.html');
    expect(args).toContain('--user-data-dir=/data/window/profile');
    expect(args.join(' ')).not.toMatch(/token|no-sandbox/);
    expect(appArguments('file:///x', '/p', true)).toContain('--no-sandbox');
  });
});
