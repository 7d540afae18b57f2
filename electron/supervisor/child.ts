import type { FromBackend, ToBackend } from './messages.ts';

/** A backend process, however its host starts it. */
export interface BackendChild {
  /** `ports` are transferred, where the host can (Electron). A message to a process that has ended is dropped. */
  post(message: ToBackend, ports?: readonly unknown[]): void;
  /** Ends it at once (SIGKILL). */
  kill(): void;
}

export interface ChildListener {
  message(message: FromBackend): void;
  /** Called once; nothing follows. `how` names exit code or signal. */
  exited(how: string): void;
}

export type StartChild = (listener: ChildListener) => BackendChild;
