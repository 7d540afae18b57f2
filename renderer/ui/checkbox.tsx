import './checkbox.css';
import type { ReactElement } from 'react';

export interface CheckboxProps {
  readonly label: string;
  readonly isChecked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (isChecked: boolean) => void;
}

export function Checkbox({ label, isChecked, disabled, onChange }: CheckboxProps): ReactElement {
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={isChecked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  );
}
