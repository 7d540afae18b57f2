import type { ReactElement } from 'react';

import type { ParameterDeclaration, ParameterValue, StrategyInfo } from '../../shared/trading/strategy.ts';
import { Checkbox } from '../ui/checkbox.tsx';
import { Combo, Select } from '../ui/select.tsx';

const INTERVALS = ['1s', '10s', '1m', '5m', '15m', '30m', '1h', '1d'];

export interface ParameterFormProps {
  readonly strategy: StrategyInfo;
  readonly values: Readonly<Record<string, ParameterValue>>;
  readonly onChange: (name: string, value: ParameterValue) => void;
}

/** One row a parameter: its title, its value, the range it may have. */
export function ParameterForm({ strategy, values, onChange }: ParameterFormProps): ReactElement {
  return (
    <dl className="params">
      {Object.entries(strategy.parameters).map(([name, declaration]) => (
        <div key={name}>
          <dt>{declaration.title ?? name}</dt>
          <dd>
            <Field
              label={declaration.title ?? name}
              declaration={declaration}
              value={values[name] ?? declaration.default}
              onChange={(value) => onChange(name, value)}
            />
            <span className="lab">{rangeOf(declaration)}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface FieldProps {
  readonly label: string;
  readonly declaration: ParameterDeclaration;
  readonly value: ParameterValue;
  readonly onChange: (value: ParameterValue) => void;
}

function Field({ label, declaration, value, onChange }: FieldProps): ReactElement {
  switch (declaration.type) {
    case 'boolean':
      return <Checkbox label="" isChecked={value === true} onChange={onChange} />;
    case 'choice':
      return (
        <Select
          label={label}
          value={String(value)}
          options={declaration.choices.map((choice) => ({ value: choice, label: choice }))}
          onChange={onChange}
        />
      );
    case 'interval':
      return <Combo label={label} value={String(value)} suggestions={INTERVALS} onCommit={onChange} />;
    case 'text':
      return <Combo label={label} value={String(value)} suggestions={[]} onCommit={onChange} />;
    case 'number':
      return (
        <span className="field">
          <input
            key={String(value)}
            type="number"
            aria-label={label}
            defaultValue={String(value)}
            min={declaration.min}
            max={declaration.max}
            step={declaration.step ?? 'any'}
            onBlur={(event) => commit(event.target.value, onChange)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') commit(event.currentTarget.value, onChange);
            }}
          />
        </span>
      );
  }
}

function commit(text: string, onChange: (value: number) => void): void {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) onChange(value);
}

function rangeOf(declaration: ParameterDeclaration): string {
  if (declaration.type !== 'number') return '';
  const { min, max, step } = declaration;
  const range = min === undefined && max === undefined ? '' : `${min ?? '…'} to ${max ?? '…'}`;
  return step === undefined ? range : `${range}, by ${step}`;
}
