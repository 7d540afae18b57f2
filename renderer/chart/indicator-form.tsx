import './indicator-form.css';
import { useState, type ReactElement } from 'react';

import {
  CHART_INDICATOR_KINDS,
  type ChartIndicator,
  chartIndicator,
  type ChartIndicatorKind,
  type IndicatorFigure,
  isInside,
} from '../../shared/session/chart-indicators.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';
import { tipProps } from '../ui/tooltip.tsx';

const figuresOf = (kind: ChartIndicatorKind): readonly IndicatorFigure[] => CHART_INDICATOR_KINDS[kind].figures;

/** Those that have figures to choose. */
const KINDS = (Object.keys(CHART_INDICATOR_KINDS) as ChartIndicatorKind[]).filter((kind) => figuresOf(kind).length > 0);
const OPTIONS = KINDS.map((kind) => ({ value: kind, label: CHART_INDICATOR_KINDS[kind].title }));

const usualTexts = (kind: ChartIndicatorKind): readonly string[] => figuresOf(kind).map(({ initial }) => `${initial}`);

export interface IndicatorFormProps {
  /** The chart takes no more. */
  readonly isFull: boolean;
  readonly onAdd: (id: ChartIndicator) => void;
}

/** Adds an indicator with figures of one's own. */
export function IndicatorForm({ isFull, onAdd }: IndicatorFormProps): ReactElement {
  const [kind, setKind] = useState<ChartIndicatorKind>('sma');
  const [texts, setTexts] = useState(usualTexts(kind));
  const figures = texts.map((text) => (text.trim() === '' ? Number.NaN : Number(text)));
  const id = chartIndicator(kind, figures);
  const add = (): void => {
    if (id !== undefined && !isFull) onAdd(id);
  };
  return (
    <form
      className="indicator-form"
      aria-label="Indicator with figures of your own"
      onSubmit={(event) => event.preventDefault()}
    >
      <Select
        label="Kind of indicator"
        value={kind}
        options={OPTIONS}
        onChange={(next) => {
          setKind(next);
          setTexts(usualTexts(next));
        }}
      />
      {figuresOf(kind).map((figure, at) => (
        <span key={figure.label} className={isInside(figure, figures[at]) ? 'field' : 'field bad'}>
          <input
            aria-label={figure.label}
            {...tipProps(`${figure.label}, ${figure.least} to ${figure.most.toLocaleString('en-US')}`)}
            inputMode="decimal"
            value={texts[at] ?? ''}
            onChange={(event) => setTexts(texts.with(at, event.target.value))}
            onKeyDown={(event) => {
              if (event.key === 'Enter') add();
            }}
          />
        </span>
      ))}
      <span className="grow" />
      <Button icon="plus" disabled={id === undefined || isFull} onClick={add}>
        Add
      </Button>
    </form>
  );
}
