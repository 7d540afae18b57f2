import type { ReactElement } from 'react';

import type { FileInspection, ImportOptions } from '../../../shared/store/import.ts';
import { Button } from '../../ui/button.tsx';
import { Combo, Select } from '../../ui/select.tsx';
import { guessFields, remarkOn } from './fields.ts';

export interface GuessGridProps {
  readonly inspection: FileInspection;
  readonly corrections: ImportOptions;
  readonly onCorrect: (patch: ImportOptions) => void;
}

/** What was recognised, each guess with its evidence and correctable. */
export function GuessGrid({ inspection, corrections, onCorrect }: GuessGridProps): ReactElement {
  return (
    <div className="guess">
      {guessFields(inspection, corrections.dateOrder).map((field) => {
        const { text, tone, suggestions } = remarkOn(inspection, field.option);
        const mark = tone === 'asked' ? 'asked' : corrections[field.option] === undefined ? undefined : 'set';
        const isFixed = field.isFixed === true;
        const correct = (value: string): void => {
          if (value !== '' && value !== field.value) onCorrect(field.toOptions(value));
        };
        return (
          <div key={field.label} className={`g ${tone}`}>
            <span className="name">{field.label}</span>
            {field.choices === 'free' ? (
              <Combo
                label={field.label}
                value={field.value}
                suggestions={[]}
                isWide
                mark={mark}
                disabled={isFixed}
                placeholder="Not known"
                onCommit={correct}
              />
            ) : (
              <Select
                label={field.label}
                value={field.value}
                options={
                  field.value === ''
                    ? [{ value: '', label: 'Choose', disabled: true }, ...field.choices]
                    : field.choices
                }
                isWide
                mark={mark}
                disabled={isFixed}
                onChange={correct}
              />
            )}
            <small title={text}>
              {mark === 'set' && text === '' ? 'set by you' : text}
              {suggestions.map((suggestion) => (
                <Button key={suggestion} size="s" onClick={() => correct(suggestion)}>
                  Use {suggestion}
                </Button>
              ))}
            </small>
          </div>
        );
      })}
    </div>
  );
}
