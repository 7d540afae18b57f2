import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { BrowserWindow, app, dialog, session, shell } from 'electron';

import { dataDirOf } from './backend/data-dir.ts';
import { StaticFiles } from './serve/static-files.ts';
import { registerAppScheme, serveAppScheme } from './shell/app-protocol.ts';
import { servePorts } from './shell/backend-port.ts';
import { guardContents, guardSession } from './shell/guards.ts';
import { installMenu } from './shell/menu.ts';
import { startUtility } from './shell/utility-child.ts';
import { openWindow } from './shell/window.ts';
import type { FromBackend } from './supervisor/messages.ts';
import { Supervisor } from './supervisor/supervisor.ts';

/** The Electron host: one window, one supervised backend process, and what joins them. Composition only. */

const besideThis = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const { values } = parseArgs({ args: process.argv.slice(1), options: { data: { type: 'string' } }, strict: false });
const dataDir = dataDirOf(typeof values.data === 'string' ? values.data : undefined);

app.setName('Tapedeck');
// One profile, and so one running instance, for each data folder.
app.setPath('userData', join(dataDir, 'electron'));
app.enableSandbox();
registerAppScheme();

if (!app.requestSingleInstanceLock()) app.quit();
else void app.whenReady().then(start);

function start(): void {
  const files = new StaticFiles(besideThis('../renderer'));
  guardSession(session.defaultSession);
  guardContents(app, (url) => void shell.openExternal(url));
  serveAppScheme(session.defaultSession.protocol, (path) => files.read(path));
  installMenu(process.platform);

  const supervisor = new Supervisor(startUtility<FromBackend>(besideThis('./backend-process.js')), {
    dataDir,
    host: 'electron',
    version: app.getVersion(),
  });
  supervisor.listen({
    lost: (reason) => console.error(reason),
    failed: (error) => {
      dialog.showErrorBox('Tapedeck cannot start', error.message);
      app.exit(1);
    },
  });
  servePorts({ ready: () => supervisor.ready(), give: (port) => supervisor.post({ type: 'port' }, [port]) });

  const open = (): BrowserWindow => openWindow(besideThis('./preload.cjs'));
  open();
  app.on('second-instance', () => focus(BrowserWindow.getAllWindows()[0] ?? open()));
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) open();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });

  let isStopped = false;
  app.on('will-quit', (event) => {
    if (isStopped) return;
    event.preventDefault();
    void supervisor.stop().then(() => {
      isStopped = true;
      app.quit();
    });
  });
}

function focus(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.focus();
}
