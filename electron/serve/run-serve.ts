import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { AppError } from '../../shared/lang/app-error.ts';
import { appVersion } from '../backend/version.ts';
import { forkBackend } from '../supervisor/fork-child.ts';
import { Relay } from '../supervisor/relay.ts';
import { Supervisor } from '../supervisor/supervisor.ts';
import { type AppWindow, isRoot, openAppWindow } from './app-window.ts';
import { findBrowser, hasDisplay } from './find-browser.ts';
import { LoopbackServer } from './loopback-server.ts';
import { StaticFiles } from './static-files.ts';
import { Uploads, ownUploadFolder } from './uploads.ts';
import { WindowWatch } from './window-watch.ts';

export interface ServeOptions {
  readonly dataDir: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Opens a browser window where there is a browser and a display. */
  readonly open: boolean;
  /** First line of standard output: `{ "url" }`, or a sentence for people. */
  readonly output: 'json' | 'plain';
  /** Raised to end it; signals of the process are the caller's. */
  readonly signal: AbortSignal;
}

/** The loopback host: backend process under supervision, server, window. Resolves when it was ended or its window was closed; rejects
 * when it cannot start. */
export async function runServe(options: ServeOptions): Promise<void> {
  const { dataDir, signal } = options;
  const files = builtRenderer();
  const uploadDir = ownUploadFolder(dataDir);
  const program = fileURLToPath(new URL('./backend-process.js', import.meta.url));
  const supervisor = new Supervisor(forkBackend(program), {
    dataDir,
    host: 'loopback',
    version: appVersion(),
    uploadDir,
  });

  const ended = deferred();
  signal.addEventListener('abort', () => ended.resolve(), { once: true });
  supervisor.listen({
    lost: (reason) => console.error(reason),
    failed: (error) => ended.reject(error),
  });
  const watch = new WindowWatch(() => ended.resolve());
  let window: AppWindow | undefined;
  const relay = new Relay(supervisor, (windows) => {
    if (windows > 0) window?.forgetLaunch();
    if (window !== undefined) watch.count(windows);
  });

  let server: LoopbackServer | undefined;
  try {
    server = await LoopbackServer.start({
      port: options.port,
      files,
      uploads: new Uploads(uploadDir),
      acceptor: relay,
      ready: () => supervisor.ready(),
    });
    await Promise.race([supervisor.ready(), ended.promise]);
    if (!signal.aborted) window = present(server, options, watch);
    await ended.promise;
  } finally {
    watch.stop();
    window?.close();
    await Promise.all([server?.close(), supervisor.stop()]);
    rmSync(uploadDir, { recursive: true, force: true });
  }
}

/** Prints the address and opens the window, if there is to be one. */
function present(server: LoopbackServer, options: ServeOptions, watch: WindowWatch): AppWindow | undefined {
  const { dataDir, open, output } = options;
  const say = output === 'json' ? console.error : console.log;
  const printAddress = (): void => {
    say(`Tapedeck is at ${server.launchUrl}`);
    say('Open the address in Chromium, Chrome or Edge; it can be opened once. Ctrl-C ends Tapedeck.');
  };
  if (output === 'json') console.log(JSON.stringify({ url: server.launchUrl }));

  const browser = open && hasDisplay() ? findBrowser() : undefined;
  if (browser === undefined) {
    if (open && hasDisplay()) say('Neither Chromium nor Chrome nor Edge was found: no window is opened.');
    if (output === 'plain') printAddress();
    return undefined;
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const window = openAppWindow({
    browser,
    dataDir,
    launchUrl: server.launchUrl,
    exited: () => {
      if (!watch.browserExited()) printAddress();
    },
  });
  say(`Tapedeck is open in ${browser.name}. Closing its window ends it.`);
  if (isRoot()) say(`${browser.name} runs without its sandbox, because this is root.`);
  return window;
}

function builtRenderer(): StaticFiles {
  const folder = fileURLToPath(new URL('../renderer', import.meta.url));
  try {
    return new StaticFiles(folder);
  } catch (cause) {
    throw new AppError('not-found', `${folder} cannot be read: the window was not built. Run: npm run build`, {
      cause,
    });
  }
}

function deferred(): { promise: Promise<void>; resolve: () => void; reject: (error: Error) => void } {
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}
