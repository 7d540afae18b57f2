import './segmented.css';
import type { ReactElement } from 'react';

export interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly size?: 's' | 'm';
  readonly onChange: (value: Value) => void;
}

/** A choice among a few, all in sight. */
export function Segmented<Value extends string>({
  label,
  value,
  options,
  size = 'm',
  onChange,
}: SegmentedProps<Value>): ReactElement {
  return (
    <span className={size === 's' ? 'seg s' : 'seg'} role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </span>
  );
}
