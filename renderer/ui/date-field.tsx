import type { ReactElement } from 'react';

import { parseSessionDate } from '../../shared/market/time.ts';

export interface DateFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** A date as text, `2013-10-09`; marked while it is none. */
export function DateField({ label, value, onChange }: DateFieldProps): ReactElement {
  const isBad = parseSessionDate(value) === undefined;
  return (
    <span className={isBad ? 'field date bad' : 'field date'}>
      <input
        aria-label={label}
        aria-invalid={isBad}
        spellCheck={false}
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.target.value.trim())}
      />
    </span>
  );
}
