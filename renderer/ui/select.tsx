import './select.css';
import { useId, type ReactElement } from 'react';

import { Icon } from './icon.tsx';
import { tipProps } from './tooltip.tsx';

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly disabled?: boolean;
}

interface Common {
  /** Accessible name of the combobox. */
  readonly label: string;
  readonly variant?: 'filled' | 'ghost';
  readonly size?: 's' | 'm' | 'l';
  readonly isWide?: boolean;
  /** As wide as what it shows, and narrower where there is no room; otherwise as its widest choice. */
  readonly fits?: boolean;
  /** `set` by the user, `asked` because it must be answered. */
  readonly mark?: 'set' | 'asked' | undefined;
  readonly tip?: string;
  readonly keys?: string;
  readonly disabled?: boolean;
}

export interface SelectProps<Value extends string> extends Common {
  readonly value: Value;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
}

function classesOf({ variant = 'filled', size = 'm', isWide, fits, mark }: Common): string {
  return [
    'sel',
    variant === 'ghost' ? 'ghost' : '',
    size === 'm' ? '' : size,
    isWide === true ? 'wide' : '',
    fits === true ? 'fits' : '',
    mark ?? '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** A combobox of fixed choices. A value that is not among the options shows as it is. */
export function Select<Value extends string>(props: SelectProps<Value>): ReactElement {
  const { label, value, options, onChange, tip, keys, disabled } = props;
  const isListed = options.some((option) => option.value === value);
  return (
    <span className={classesOf(props)} {...tipProps(tip, keys)}>
      <select
        aria-label={label}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value as Value)}
      >
        {isListed ? undefined : <option value={value}>{value}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon name="chevron" />
    </span>
  );
}

export interface ComboProps extends Common {
  readonly value: string;
  readonly suggestions: readonly string[];
  readonly placeholder?: string;
  /** Called when the text is taken: a suggestion chosen, Enter pressed or the field left with another text. */
  readonly onCommit: (value: string) => void;
}

/** A combobox that also takes free text. */
export function Combo(props: ComboProps): ReactElement {
  const { label, value, suggestions, placeholder, onCommit, disabled } = props;
  const list = useId();
  const commit = (text: string): void => {
    if (text !== value) onCommit(text);
  };
  return (
    <span className={classesOf(props)}>
      <input
        key={value}
        aria-label={label}
        role="combobox"
        aria-expanded={false}
        list={list}
        defaultValue={value}
        placeholder={placeholder}
        disabled={disabled}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          if (suggestions.includes(event.target.value)) commit(event.target.value);
        }}
        onBlur={(event) => commit(event.target.value.trim())}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit(event.currentTarget.value.trim());
        }}
      />
      <datalist id={list}>
        {suggestions.map((suggestion) => (
          <option key={suggestion} value={suggestion} />
        ))}
      </datalist>
      <Icon name="chevron" />
    </span>
  );
}
