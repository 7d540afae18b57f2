import type { ReactElement } from 'react';

import {
  type ChartIndicator,
  indicatorLabel,
  MOST_CHART_INDICATORS,
  USUAL_CHART_INDICATORS,
} from '../../shared/session/chart-indicators.ts';
import { Menu } from '../ui/menu.tsx';
import { IndicatorForm } from './indicator-form.tsx';

export interface IndicatorMenuProps {
  readonly indicators: readonly ChartIndicator[];
  /** Volume delta is only of symbols with trades. */
  readonly hasTrades: boolean;
  readonly onIndicators: (indicators: readonly ChartIndicator[]) => void;
}

/** The indicators of a chart, over its bars or in panes beneath: the usual ones, and those of figures of one's own. */
export function IndicatorMenu({ indicators, hasTrades, onIndicators }: IndicatorMenuProps): ReactElement {
  const isFull = indicators.length >= MOST_CHART_INDICATORS;
  const usual = USUAL_CHART_INDICATORS.filter((id) => id !== 'cvd' || hasTrades || indicators.includes(id));
  const offered = [...usual, ...indicators.filter((id) => !usual.includes(id))];
  const turn = (id: ChartIndicator): void =>
    onIndicators(offered.filter((one) => (one === id) !== indicators.includes(one)));
  return (
    <Menu
      label="Indicators of the chart"
      icon="indicator"
      isIconOnly
      isPressed={indicators.length > 0}
      keys="I"
      items={() =>
        offered.map((id) => ({
          label: indicatorLabel(id),
          isEnabled: !isFull || indicators.includes(id),
          isChecked: indicators.includes(id),
          perform: () => turn(id),
        }))
      }
      foot={
        <IndicatorForm
          isFull={isFull}
          onAdd={(id) => {
            if (!indicators.includes(id)) onIndicators([...indicators, id]);
          }}
        />
      }
    />
  );
}
