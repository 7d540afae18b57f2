import { utilityProcess } from 'electron';

/** Starts the backend as a utility process, in the form that the supervisor takes. Call it when the app is ready. */
export function startUtility<Message>(program: string) {
  return (listener: { message(message: Message): void; exited(how: string): void }) => {
    const child = utilityProcess.fork(program, [], { serviceName: 'Tapedeck backend', stdio: 'inherit' });
    child.on('message', (message: Message) => listener.message(message));
    child.on('exit', (code) => listener.exited(`code ${code}`));
    return {
      post: (message: unknown, ports: readonly unknown[] = []) =>
        child.postMessage(message, [...ports] as Electron.MessagePortMain[]),
      kill: () => {
        if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
      },
    };
  };
}
