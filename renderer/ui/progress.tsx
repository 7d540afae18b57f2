import './progress.css';
import type { ReactElement } from 'react';

/** `value` 0 to 1; without it the end is not known. */
export function ProgressBar({
  value,
  label,
  width,
}: {
  value: number | undefined;
  label: string;
  width?: number;
}): ReactElement {
  const percent = value === undefined ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <span
      className={percent === undefined ? 'bar unknown' : 'bar'}
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      style={width === undefined ? undefined : { width, flex: 'none' }}
    >
      <i style={percent === undefined ? undefined : { width: `${percent}%` }} />
    </span>
  );
}
