import type { Command } from '../state/commands-store.ts';
import type { Services } from '../state/services.ts';
import type { SessionDialogStore } from './session-dialog-store.ts';

export function sessionCommands({ session, notices }: Services, dialog: SessionDialogStore): readonly Command[] {
  const isRunOpen = (): boolean => session.getState().run !== undefined;
  return [
    {
      id: 'session.open',
      title: 'Open session',
      group: 'Session',
      keys: 'Ctrl O',
      perform: () => void dialog.getState().startOpen(),
    },
    {
      id: 'session.new',
      title: 'New session',
      group: 'Session',
      keys: 'Ctrl N',
      perform: () => void dialog.getState().startNew(),
    },
    {
      id: 'session.edit',
      title: 'Edit session',
      group: 'Session',
      keys: 'Ctrl E',
      isEnabled: isRunOpen,
      perform: () => void dialog.getState().startOpen(),
    },
    {
      id: 'session.close',
      title: 'Close session',
      group: 'Session',
      isEnabled: isRunOpen,
      perform: () => {
        session
          .getState()
          .close()
          .catch((error: unknown) => notices.getState().showError(error));
      },
    },
  ];
}
