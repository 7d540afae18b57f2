import './slot-map.css';
import type { ReactElement } from 'react';

export type SlotKind = 'present' | 'filled' | 'verified empty' | 'missing' | 'short' | 'not in store' | 'file damaged';

/** A sample of one state, as the maps draw it. */
export function SlotSample({ kind }: { kind: SlotKind }): ReactElement {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" className="slots" aria-hidden="true">
      {kind === 'present' || kind === 'short' ? <rect width="12" height="12" className="p" /> : undefined}
      {kind === 'short' ? <path d="M0 12V3L9 12Z" className="short" /> : undefined}
      {kind === 'filled' ? <rect x=".75" y=".75" width="10.5" height="10.5" className="f" /> : undefined}
      {kind === 'verified empty' ? (
        <>
          <rect width="12" height="12" className="e" />
          <circle cx="6" cy="6" r="1.75" className="dot" />
        </>
      ) : undefined}
      {kind === 'missing' ? (
        <>
          <rect width="12" height="12" className="m" />
          <path d="M-1 7L7 -1M1 13L13 1M-2 14L14 -2" className="hatched" />
        </>
      ) : undefined}
      {kind === 'file damaged' ? (
        <>
          <rect width="12" height="12" style={{ fill: 'var(--q0)' }} />
          <path d="M1.5 1.5l9 9M10.5 1.5l-9 9" style={{ stroke: 'var(--text-1)', strokeWidth: 1.5 }} />
        </>
      ) : undefined}
      {kind === 'not in store' ? (
        <rect x=".5" y=".5" width="11" height="11" fill="none" style={{ stroke: 'var(--line-2)' }} />
      ) : undefined}
    </svg>
  );
}

/** Legend of slot states: stands under every map of slots. */
export function SlotKeys({ kinds }: { kinds: readonly SlotKind[] }): ReactElement {
  return (
    <>
      {kinds.map((kind) => (
        <span key={kind} className="key">
          <SlotSample kind={kind} />
          {kind === 'short' ? 'short minute' : kind}
        </span>
      ))}
    </>
  );
}
