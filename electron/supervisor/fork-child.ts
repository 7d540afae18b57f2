import { fork } from 'node:child_process';

import type { StartChild } from './child.ts';
import type { FromBackend } from './messages.ts';

/** Starts the backend as a child of Node. What it prints goes to standard error: standard output belongs to the host. */
export function forkBackend(program: string): StartChild {
  return (listener) => {
    const child = fork(program, [], {
      serialization: 'advanced',
      stdio: ['ignore', process.stderr, process.stderr, 'ipc'],
      execArgv: [],
    });
    let isOver = false;
    const exited = (how: string): void => {
      if (isOver) return;
      isOver = true;
      listener.exited(how);
    };
    child.on('message', (message) => listener.message(message as FromBackend));
    child.on('error', (error) => exited(error.message));
    child.on('exit', (code, signal) => exited(signal ?? `code ${code}`));
    return {
      post: (message) => {
        if (child.connected) child.send(message, () => undefined);
      },
      kill: () => void child.kill('SIGKILL'),
    };
  };
}
