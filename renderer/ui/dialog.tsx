import './dialog.css';
import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';

import { Button } from './button.tsx';

export interface DialogProps {
  readonly title: string;
  /** What it is about, after the title. */
  readonly facts?: ReactNode;
  readonly controls?: ReactNode;
  readonly footer?: ReactNode;
  readonly className?: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A modal dialog named by its title. The browser keeps the focus inside, gives it back at the end, and closes on Esc. */
export function Dialog({ title, facts, controls, footer, className, onClose, children }: DialogProps): ReactElement {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (dialog !== null && !dialog.open) {
      dialog.showModal();
      dialog.focus();
    }
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      aria-label={title}
      tabIndex={-1}
      className={className === undefined ? 'dialog' : `dialog ${className}`}
      onCancel={(event) => {
        if (event.target !== ref.current) return;
        event.preventDefault();
        onClose();
      }}
    >
      <header>
        <h1>{title}</h1>
        <span className="lab grow ell">{facts}</span>
        {controls}
        <Button variant="ghost" icon="close" aria-label="Close" keys="Esc" onClick={onClose} />
      </header>
      {children}
      {footer === undefined ? undefined : <footer>{footer}</footer>}
    </dialog>
  );
}
