import { beforeEach, describe, expect, it, vi } from 'vitest';

import { BACKEND_PORT } from '../../shared/ipc/bridge.ts';
import { FakeContents, children, ipcMain, schemes, windows } from '../support/electron-stand-in.ts';

vi.mock('electron', async () => (await import('../support/electron-stand-in.ts')).electronModule);

const { windowOptions, openWindow } = await import('../../electron/shell/window.ts');
const { guardContents, guardSession } = await import('../../electron/shell/guards.ts');
const { isAppFrame } = await import('../../electron/shell/origin.ts');
const { registerAppScheme, serveAppScheme } = await import('../../electron/shell/app-protocol.ts');
const { servePorts } = await import('../../electron/shell/backend-port.ts');
const { startUtility } = await import('../../electron/shell/utility-child.ts');
const { menuTemplate } = await import('../../electron/shell/menu.ts');

const FOREIGN_URLS = [
  'https://evil.example/',
  'tapedeck-app://app.evil/',
  'tapedeck-app://evil/',
  'tapedeck-app://app@evil/',
  'tapedeck-app://user@app/',
  'tapedeck-app:app/',
  'tapedeck://app/',
  'file:///etc/passwd',
  'about:blank',
  'javascript:alert(1)',
  'data:text/html,x',
  '',
];

describe('the Electron window', () => {
  it('is isolated, sandboxed and without Node, by name', () => {
    expect(windowOptions('/app/preload.cjs').webPreferences).toMatchObject({
      preload: '/app/preload.cjs',
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    });
  });

  it('loads the page of its own protocol, and loads it again when its process ended', () => {
    openWindow('/app/preload.cjs');
    const window = windows.at(-1)!;
    expect(window.loaded).toEqual(['tapedeck-app://app/']);
    window.emit('ready-to-show');
    expect(window.shown).toBe(1);
    window.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    window.webContents.emit('render-process-gone', {}, { reason: 'clean-exit' });
    expect(window.webContents.reloads).toBe(1);
  });
});

describe('the sender check', () => {
  it('takes the main frame of the app’s own origin and no other', () => {
    const frame = (url: string, parent: unknown = null) => isAppFrame({ url, parent });
    expect(frame('tapedeck-app://app/')).toBe(true);
    expect(frame('tapedeck-app://app/index.html#/replay')).toBe(true);
    expect(frame('tapedeck-app://app/', {})).toBe(false);
    expect(isAppFrame(null)).toBe(false);
    for (const url of FOREIGN_URLS) expect([url, frame(url)]).toEqual([url, false]);
  });
});

describe('the guards', () => {
  function guardedPage() {
    const opened: string[] = [];
    const contents = new FakeContents();
    const app = {
      on: (_name: string, listener: (event: unknown, contents: unknown) => void) => listener({}, contents),
    };
    guardContents(app as never, (url) => opened.push(url));
    const isStopped = (name: string, details: object): boolean => {
      let stopped = false;
      contents.emit(name, { ...details, preventDefault: () => (stopped = true) });
      return stopped;
    };
    return { contents, opened, isStopped };
  }

  it('stop navigation, redirects and frames that lead elsewhere', () => {
    const { isStopped } = guardedPage();
    for (const url of FOREIGN_URLS) {
      expect([url, isStopped('will-navigate', { url }), isStopped('will-redirect', { url })]).toEqual([
        url,
        true,
        true,
      ]);
      expect(isStopped('will-frame-navigate', { url, isMainFrame: true })).toBe(true);
    }
    const own = { url: 'tapedeck-app://app/#/library' };
    expect([isStopped('will-navigate', own), isStopped('will-redirect', own)]).toEqual([false, false]);
    expect(isStopped('will-frame-navigate', { ...own, isMainFrame: true })).toBe(false);
    expect(isStopped('will-frame-navigate', { ...own, isMainFrame: false })).toBe(true);
    expect(isStopped('will-attach-webview', {})).toBe(true);
  });

  it('open no window, and outside only the charts’ attribution', () => {
    const { contents, opened } = guardedPage();
    const urls = [
      ...FOREIGN_URLS,
      'tapedeck-app://app/',
      'https://www.tradingview.com/?a',
      'https://www.tradingview.com.evil/',
    ];
    for (const url of urls) expect(contents.openHandler!({ url })).toEqual({ action: 'deny' });
    expect(opened).toEqual(['https://www.tradingview.com/?a']);
  });

  it('deny every permission and every request that leaves the app', () => {
    type Callback = (answer: unknown) => void;
    const handlers: Record<string, (...args: never[]) => unknown> = {};
    const keep = (name: string) => (handler: (...args: never[]) => unknown) => void (handlers[name] = handler);
    guardSession({
      setPermissionRequestHandler: keep('request'),
      setPermissionCheckHandler: keep('check'),
      setDevicePermissionHandler: keep('device'),
      webRequest: { onBeforeRequest: keep('load') },
    } as never);
    const request = handlers['request'] as (contents: null, name: string, callback: Callback) => void;
    const load = handlers['load'] as unknown as (details: { url: string }, callback: Callback) => void;
    const answers: unknown[] = [];
    for (const name of [
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'openExternal',
      'hid',
      'fileSystem',
    ]) {
      request(null, name, (answer) => answers.push(answer));
    }
    expect(new Set(answers)).toEqual(new Set([false]));
    expect([handlers['check']!(), handlers['device']!()]).toEqual([false, false]);
    const isCancelled = (url: string): boolean => {
      let cancelled = false;
      load({ url }, (answer) => (cancelled = (answer as { cancel: boolean }).cancel));
      return cancelled;
    };
    const urls = [
      'https://evil.example/',
      'http://127.0.0.1/',
      'ws://evil.example/',
      'file:///etc/passwd',
      'FILE:///x',
    ];
    expect(urls.map(isCancelled)).toEqual(urls.map(() => true));
    expect(isCancelled('tapedeck-app://app/assets/main.js')).toBe(false);
  });
});

describe('the app’s protocol', () => {
  it('is registered as a secure, standard origin without other powers', () => {
    registerAppScheme();
    expect(schemes).toEqual([
      { scheme: 'tapedeck-app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
  });

  it('serves files of the page under the strict policy, by GET, to its own origin', async () => {
    let handle: ((request: Request) => Promise<Response>) | undefined;
    const asked: string[] = [];
    serveAppScheme({ handle: (_scheme: string, handler: never) => void (handle = handler) }, async (path) => {
      asked.push(path);
      return path === '/' ? { type: 'text/html', bytes: new TextEncoder().encode('page') } : undefined;
    });
    const get = (url: string, method = 'GET') => handle!({ url, method } as Request);
    const page = await get('tapedeck-app://app/');
    expect([page.status, await page.text(), page.headers.get('content-type')]).toEqual([200, 'page', 'text/html']);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect((await get('tapedeck-app://app/%2e%2e/secret')).status).toBe(404);
    expect((await get('tapedeck-app://evil/')).status).toBe(403);
    expect((await get('tapedeck-app://app/', 'POST')).status).toBe(403);
    expect(asked).toEqual(['/', '/secret']);
  });
});

describe('the backend’s port', () => {
  const given: unknown[] = [];
  let ready: Promise<void>;
  servePorts({ ready: () => ready, give: (port) => given.push(port) });

  beforeEach(() => {
    given.length = 0;
    ready = Promise.resolve();
  });

  const ask = async (frame: { url: string; parent: unknown } | null): Promise<unknown[]> => {
    const posted: unknown[] = [];
    const senderFrame = frame && { ...frame, postMessage: (...args: unknown[]) => posted.push(args) };
    ipcMain.emit(BACKEND_PORT, { senderFrame });
    await new Promise((resolve) => setImmediate(resolve));
    return posted;
  };

  it('goes to the app’s own page, its other end to the backend', async () => {
    const posted = await ask({ url: 'tapedeck-app://app/', parent: null });
    expect(posted).toEqual([[BACKEND_PORT, null, [{ end: 2 }]]]);
    expect(given).toEqual([{ end: 1 }]);
  });

  it('goes to no foreign sender (R11)', async () => {
    for (const url of FOREIGN_URLS) expect(await ask({ url, parent: null })).toEqual([]);
    expect(await ask({ url: 'tapedeck-app://app/', parent: {} })).toEqual([]);
    expect(await ask(null)).toEqual([]);
    expect(given).toEqual([]);
  });

  it('is not given while there is no backend', async () => {
    ready = Promise.reject(new Error('cannot start'));
    expect(await ask({ url: 'tapedeck-app://app/', parent: null })).toEqual([]);
    expect(given).toEqual([]);
  });
});

describe('the backend as a utility process', () => {
  it('passes messages and ports on and says how it ended', () => {
    const seen: unknown[] = [];
    const child = startUtility<string>('/app/backend-process.js')({
      message: (message) => seen.push(message),
      exited: (how) => seen.push(how),
    });
    const process = children.at(-1)!;
    child.post({ type: 'port' }, ['port']);
    process.emit('message', 'ready');
    process.emit('exit', 9);
    expect(process.program).toBe('/app/backend-process.js');
    expect(process.posted).toEqual([{ message: { type: 'port' }, ports: ['port'] }]);
    expect(seen).toEqual(['ready', 'code 9']);
  });
});

describe('the menu', () => {
  it('has what every application of the platform has', () => {
    const roles = (platform: NodeJS.Platform) => menuTemplate(platform).map(({ role, label }) => role ?? label);
    expect(roles('linux')).toEqual(['File', 'editMenu', 'View', 'windowMenu']);
    expect(roles('darwin')).toEqual(['appMenu', 'File', 'editMenu', 'View', 'windowMenu']);
  });
});
