import { useState, type ReactElement } from 'react';

import { compareIntervals, parseInterval, type Interval } from '../../shared/market/interval.ts';
import { parseSessionDate } from '../../shared/market/time.ts';
import type { SeriesSummary } from '../../shared/store/catalogue.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { commonDates, derivedOf, nameOf, withUpkeep, type DraftConfig } from './session-draft.ts';

const OFFERED = ['1m', '5m', '15m', '30m', '1h', '4h', '1d'];
const HOURS = [
  { value: 'regular', label: 'Regular' },
  { value: 'extended', label: 'Extended' },
] as const;

export interface SessionFormProps {
  readonly draft: DraftConfig;
  readonly stored: readonly SeriesSummary[];
  readonly onChange: (draft: DraftConfig) => void;
}

/** The usual keys of a configuration; the rest is in its text. */
export function SessionForm({ draft, stored, onChange }: SessionFormProps): ReactElement {
  const common = commonDates(draft, stored);
  const isUpkeepOn = draft.session_data_config?.data_upkeep?.enabled ?? true;
  const setDates = (dates: DraftConfig['dates']): void => {
    const { dates: _, ...rest } = draft;
    onChange(dates === undefined ? rest : { ...rest, dates });
  };
  const range = draft.dates?.from !== undefined || draft.dates?.to !== undefined ? draft.dates : undefined;
  return (
    <div className="form">
      <span>Name</span>
      <span className="field">
        <input
          aria-label="Name"
          value={nameOf(draft)}
          onChange={(event) => onChange({ ...draft, session_name: event.target.value })}
        />
      </span>
      <span>Dates</span>
      <span className="line">
        <DateField
          label="From"
          value={textOf(range?.from)}
          onChange={(from) => setDates({ to: range?.to ?? from, ...range, from })}
        />
        <DateField
          label="To"
          value={textOf(range?.to)}
          onChange={(to) => setDates({ from: range?.from ?? to, ...range, to })}
        />
        {common === undefined ? (
          <span className="lab">no date that all streams share</span>
        ) : (
          <Button size="s" variant="ghost" onClick={() => setDates(common)} tip={`${common.from} to ${common.to}`}>
            All shared dates
          </Button>
        )}
      </span>
      <span>Hours</span>
      <span className="line">
        <Segmented
          label="Hours"
          size="s"
          value={draft.hours === 'extended' ? 'extended' : 'regular'}
          options={HOURS}
          onChange={(hours) => onChange({ ...draft, hours })}
        />
      </span>
      <span>Derived</span>
      <DerivedIntervals
        chosen={derivedOf(draft)}
        onChange={(derived_intervals) => onChange(withUpkeep(draft, { derived_intervals }))}
      />
      <span>Upkeep</span>
      <span className="line">
        <Checkbox
          label="Check and fill bars while the session runs"
          isChecked={isUpkeepOn}
          onChange={(enabled) => onChange(withUpkeep(draft, { enabled }))}
        />
      </span>
    </div>
  );
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A session date as text; the configuration follows once it is a date. */
function DateField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (date: string) => void;
}): ReactElement {
  const [text, setText] = useState(value);
  const [shown, setShown] = useState(value);
  if (value !== shown) {
    setShown(value);
    setText(value);
  }
  const isBad = text !== '' && parseSessionDate(text) === undefined;
  return (
    <span className={isBad ? 'field date bad' : 'field date'}>
      <input
        aria-label={label}
        aria-invalid={isBad}
        placeholder="2013-10-07"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          if (parseSessionDate(event.target.value) !== undefined) onChange(event.target.value);
        }}
      />
    </span>
  );
}

function DerivedIntervals({
  chosen,
  onChange,
}: {
  chosen: readonly string[];
  onChange: (intervals: readonly string[]) => void;
}): ReactElement {
  const [other, setOther] = useState('');
  const parsed = parseInterval(other.trim());
  const offered = [...OFFERED, ...chosen.filter((interval) => !OFFERED.includes(interval))];
  const set = (intervals: readonly string[]): void => {
    onChange(
      [...new Set(intervals)].sort((a, b) =>
        compareIntervals((parseInterval(a) ?? a) as Interval, (parseInterval(b) ?? b) as Interval),
      ),
    );
  };
  return (
    <span className="line">
      {offered.map((interval) => (
        <Checkbox
          key={interval}
          label={interval}
          isChecked={chosen.includes(interval)}
          onChange={(isChecked) => set(isChecked ? [...chosen, interval] : chosen.filter((one) => one !== interval))}
        />
      ))}
      <span className={other !== '' && parsed === undefined ? 'field s bad' : 'field s'}>
        <input
          aria-label="Other interval"
          placeholder="other: 10s, 2h"
          size={12}
          value={other}
          onChange={(event) => setOther(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || parsed === undefined) return;
            set([...chosen, parsed]);
            setOther('');
          }}
        />
      </span>
    </span>
  );
}
