import type { ReactElement } from 'react';

import { CHART_INDICATOR_IDS, CHART_INDICATORS, type ChartIndicator } from '../../shared/session/chart-indicators.ts';
import { Menu } from '../ui/menu.tsx';

export interface IndicatorMenuProps {
  readonly indicators: readonly ChartIndicator[];
  readonly onIndicators: (indicators: readonly ChartIndicator[]) => void;
}

/** The indicators of a chart, over its bars or in panes beneath. */
export function IndicatorMenu({ indicators, onIndicators }: IndicatorMenuProps): ReactElement {
  return (
    <Menu
      label="Indicators of the chart"
      icon="indicator"
      isIconOnly
      isPressed={indicators.length > 0}
      keys="I"
      items={() =>
        CHART_INDICATOR_IDS.map((id) => ({
          label: CHART_INDICATORS[id],
          isEnabled: true,
          isChecked: indicators.includes(id),
          perform: () => onIndicators(CHART_INDICATOR_IDS.filter((one) => (one === id) !== indicators.includes(one))),
        }))
      }
    />
  );
}
