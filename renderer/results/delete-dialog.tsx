import type { ReactElement } from 'react';
import { useStore } from 'zustand';

import { useServices } from '../state/services.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import type { ResultsStore } from './results-store.ts';

/** Asks before the result shown is deleted. */
export function DeleteResultDialog({ store }: { store: ResultsStore }): ReactElement | undefined {
  const { notices } = useServices();
  const { isDeleting, results, shownId, setDeleting, deleteShown } = useStore(store);
  const shown = results?.find(({ id }) => id === shownId);
  if (!isDeleting || shown === undefined) return undefined;
  const close = (): void => setDeleting(false);
  const perform = (): void => {
    deleteShown().catch((error: unknown) => notices.getState().showError(error));
  };
  return (
    <Dialog
      title="Delete result"
      className="small"
      onClose={close}
      footer={
        <>
          <span className="grow" />
          <Button onClick={close}>Cancel</Button>
          <Button variant="primary" onClick={perform}>
            Delete
          </Button>
        </>
      }
    >
      <p className="ask">
        {`The result of ${shown.name} (${shown.strategy || 'by hand'}, ${shown.from} to ${shown.to}) is deleted for good. Market data stay. The same session can be run again.`}
      </p>
    </Dialog>
  );
}
