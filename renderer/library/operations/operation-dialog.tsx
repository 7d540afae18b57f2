import './operations.css';
import type { ReactElement, ReactNode } from 'react';

import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Note } from '../../ui/note.tsx';

export interface OperationDialogProps {
  readonly title: string;
  readonly facts?: ReactNode;
  /** What the primary button will do, with its figures: `Delete 23,400 rows`. */
  readonly action: string;
  readonly isReady: boolean;
  readonly failure: string | undefined;
  /** Left in the footer: what is known so far. */
  readonly state?: ReactNode;
  readonly extra?: ReactNode;
  readonly onStart: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** What an operation asks before it starts. It ends where the job starts: the job list shows the rest. */
export function OperationDialog(props: OperationDialogProps): ReactElement {
  const { title, facts, action, isReady, failure, state, extra, onStart, onClose, children } = props;
  return (
    <Dialog
      title={title}
      className="operation"
      facts={facts}
      footer={
        <>
          <span className="lab ell">{state}</span>
          <span className="grow" />
          {extra}
          <Button size="l" onClick={onClose}>
            Cancel
          </Button>
          <Button size="l" variant="primary" disabled={!isReady} onClick={onStart}>
            {action}
          </Button>
        </>
      }
      onClose={onClose}
    >
      {failure === undefined ? undefined : <Note tone="bad">{failure}</Note>}
      {children}
    </Dialog>
  );
}
