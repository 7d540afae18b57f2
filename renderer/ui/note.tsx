import './note.css';
import type { ReactElement, ReactNode } from 'react';

import { Icon, type IconName } from './icon.tsx';

const ICONS: Readonly<Record<NoteTone, IconName>> = { bad: 'bad', warn: 'warn', ok: 'ok', info: 'info' };
export type NoteTone = 'bad' | 'warn' | 'ok' | 'info';

/** A line that a person should read. A bad one is an alert. */
export function Note({
  tone,
  children,
  action,
}: {
  tone: NoteTone;
  children: ReactNode;
  action?: ReactNode;
}): ReactElement {
  return (
    <div className={`note ${tone}`} role={tone === 'bad' ? 'alert' : undefined}>
      <Icon name={ICONS[tone]} />
      <p className="selectable">{children}</p>
      {action}
    </div>
  );
}
