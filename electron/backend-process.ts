import { toErrorShape } from '../shared/lang/app-error.ts';
import type { Backend } from './backend.ts';
import { openHostChannel } from './backend/host-channel.ts';
import { startThreads } from './backend/threads.ts';
import { type BackendStart, HEARTBEAT_MS, type ToBackend } from './supervisor/messages.ts';
import type { Receiver } from './transport/channel.ts';
import type { Dispatcher } from './transport/dispatch.ts';
import { type Port, servePort } from './transport/message-port.ts';

/** The backend process of both hosts: joins the backend to windows, by bytes through the main process (loopback) or by their own
 * MessagePorts (Electron). It ends with its main process. */

const host = openHostChannel();
const windows = new Map<number, Receiver>();
let running: { readonly backend: Backend; readonly dispatcher: Dispatcher } | undefined;
let isEnding = false;

host.listen((message, ports) => handle(message, ports));
host.onGone(() => void end());
setInterval(() => host.post({ type: 'alive' }), HEARTBEAT_MS).unref();
// Ctrl-C in a terminal reaches this process too; the main process decides when it ends.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

function handle(message: ToBackend, ports: readonly Port[]): void {
  switch (message.type) {
    case 'start':
      void start(message.start);
      break;
    case 'connect':
      connect(message.window);
      break;
    case 'message':
      windows.get(message.window)?.receive(message.bytes);
      break;
    case 'disconnect':
      windows.get(message.window)?.closed();
      windows.delete(message.window);
      break;
    case 'port':
      if (running !== undefined && ports[0] !== undefined) servePort(ports[0], running.dispatcher);
      break;
    case 'shutdown':
      void end();
  }
}

async function start(options: BackendStart): Promise<void> {
  const threads = startThreads(options.dataDir, die);
  try {
    const [{ createBackend }, { Dispatcher }] = await Promise.all([
      import('./backend.ts'),
      import('./transport/dispatch.ts'),
    ]);
    const backend = await createBackend({ ...options, threads });
    const dispatcher = new Dispatcher(backend.handlers);
    backend.events.listen((name, payload) => dispatcher.emit(name, payload));
    running = { backend, dispatcher };
    host.post({ type: 'ready' });
  } catch (error) {
    host.post({ type: 'failed', error: toErrorShape(error) });
    await threads.close();
  }
}

function connect(window: number): void {
  const receiver = running?.dispatcher.accept({
    send: (bytes) => host.post({ type: 'message', window, bytes }),
    close: (reason) => host.post({ type: 'close', window, reason }),
  });
  if (receiver !== undefined) windows.set(window, receiver);
}

async function end(): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  await running?.backend.close();
  process.exit(0);
}

/** A thread died: its state is gone. Ended at once, without waiting for DuckDB; the supervisor starts a new process, which resumes. */
function die(error: Error): void {
  console.error(error);
  process.kill(process.pid, 'SIGKILL');
}
