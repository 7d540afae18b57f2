import './panel.css';
import type { ReactElement, ReactNode } from 'react';

export interface PanelProps {
  readonly title: string;
  /** One line of facts after the title. */
  readonly facts?: ReactNode;
  /** Controls at the right of the header. */
  readonly controls?: ReactNode;
  readonly foot?: ReactNode;
  /** With a name the panel is a region of that name. */
  readonly region?: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A square part of a view: header of 28, body, optional foot. Bring your own `.body`. */
export function Panel({ title, facts, controls, foot, region, className, children }: PanelProps): ReactElement {
  return (
    <section className={className === undefined ? 'panel' : `panel ${className}`} aria-label={region}>
      <div className="head">
        <h2>{title}</h2>
        <span className="lab grow ell">{facts}</span>
        {controls}
      </div>
      {children}
      {foot === undefined ? undefined : <div className="foot">{foot}</div>}
    </section>
  );
}

/** One sentence of fact and what to do. */
export function EmptyState({ text, children }: { text: string; children?: ReactNode }): ReactElement {
  return (
    <div className="empty">
      <p>{text}</p>
      {children === undefined ? undefined : <div>{children}</div>}
    </div>
  );
}
