import type { ReactElement } from 'react';
import { useStore } from 'zustand';

import type { View } from '../state/navigation-store.ts';
import { useServices } from '../state/services.ts';
import { Icon } from '../ui/icon.tsx';
import { tipProps } from '../ui/tooltip.tsx';

const LINKS: readonly { readonly view: View; readonly label: string }[] = [
  { view: 'library', label: 'Library' },
  { view: 'replay', label: 'Replay' },
  { view: 'results', label: 'Results' },
  { view: 'strategies', label: 'Strategies' },
  { view: 'settings', label: 'Settings' },
];

export function ActivityBar(): ReactElement {
  const current = useStore(useServices().navigation, (state) => state.view);
  return (
    <nav className="activity" aria-label="Views">
      {LINKS.map(({ view, label }, index) => (
        <a
          key={view}
          href={`#/${view}`}
          aria-current={view === current ? 'page' : undefined}
          draggable={false}
          {...tipProps(label, `Ctrl ${index + 1}`)}
        >
          <Icon name={view} />
          {label}
        </a>
      ))}
    </nav>
  );
}
