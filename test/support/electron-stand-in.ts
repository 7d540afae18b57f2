import { EventEmitter } from 'node:events';

/** A stand-in for the parts of the 'electron' module that the shell uses: `vi.mock('electron', async () => (await import(...)).electronModule)`.
 * It records what it is told. */

export class FakeContents extends EventEmitter {
  openHandler: ((details: { url: string }) => { action: string }) | undefined;
  reloads = 0;

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }

  reload(): void {
    this.reloads += 1;
  }
}

export class FakeWindow extends EventEmitter {
  readonly webContents = new FakeContents();
  readonly loaded: string[] = [];
  shown = 0;

  constructor() {
    super();
    windows.push(this);
  }

  loadURL(url: string): Promise<void> {
    this.loaded.push(url);
    return Promise.resolve();
  }

  show(): void {
    this.shown += 1;
  }

  isDestroyed(): boolean {
    return false;
  }
}

export class FakeUtility extends EventEmitter {
  readonly posted: { message: unknown; ports: unknown }[] = [];
  readonly pid = 4_242;
  readonly program: string;

  constructor(program: string) {
    super();
    this.program = program;
    children.push(this);
  }

  postMessage(message: unknown, ports: unknown): void {
    this.posted.push({ message, ports });
  }
}

class FakeChannel {
  readonly port1 = { end: 1 };
  readonly port2 = { end: 2 };
}

export const windows: FakeWindow[] = [];
export const children: FakeUtility[] = [];
export const schemes: unknown[] = [];
export const ipcMain: EventEmitter = new EventEmitter();

export const electronModule = {
  BrowserWindow: FakeWindow,
  MessageChannelMain: FakeChannel,
  Menu: { buildFromTemplate: (template: unknown) => template, setApplicationMenu: () => undefined },
  ipcMain,
  protocol: { registerSchemesAsPrivileged: (list: unknown[]) => schemes.push(...list) },
  utilityProcess: { fork: (program: string) => new FakeUtility(program) },
};
