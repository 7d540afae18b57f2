import type { ReactElement } from 'react';

import { CHART_LINKS, type ChartLink } from '../../shared/ipc/settings.ts';
import { Menu } from '../ui/menu.tsx';

const LABELS: Readonly<Record<ChartLink, string>> = {
  crosshair: 'Share the crosshair',
  time: 'Share the time in sight',
  symbol: 'Share the symbol',
};

export interface LinkMenuProps {
  readonly links: readonly ChartLink[];
  readonly onLinks: (links: readonly ChartLink[]) => void;
}

/** What a chart shares with the charts that share it too. */
export function LinkMenu({ links, onLinks }: LinkMenuProps): ReactElement {
  return (
    <Menu
      label="Links of the chart"
      icon="link"
      isIconOnly
      isPressed={links.length > 0}
      keys="L"
      items={() =>
        CHART_LINKS.map((link) => ({
          label: LABELS[link],
          isEnabled: true,
          isChecked: links.includes(link),
          perform: () => onLinks(CHART_LINKS.filter((one) => (one === link) !== links.includes(one))),
        }))
      }
    />
  );
}
