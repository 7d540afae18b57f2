import type { Command } from '../state/commands-store.ts';
import type { View } from '../state/navigation-store.ts';
import type { Services } from '../state/services.ts';
import { focusPanel } from './panel-focus.ts';

const VIEW_TITLES: readonly { readonly view: View; readonly title: string }[] = [
  { view: 'library', title: 'Library' },
  { view: 'replay', title: 'Replay' },
  { view: 'results', title: 'Results' },
  { view: 'strategies', title: 'Strategies' },
  { view: 'settings', title: 'Settings' },
];

/** Commands of the frame itself; features register their own. */
export function appCommands({ navigation, settings }: Services, openPalette: () => void): readonly Command[] {
  return [
    ...VIEW_TITLES.map(({ view, title }, index) => ({
      id: `view.${view}`,
      title: `Go to ${title}`,
      group: 'Views',
      keys: `Ctrl ${index + 1}`,
      perform: () => navigation.getState().go(view),
    })),
    { id: 'palette.open', title: 'Command palette', group: 'Views', keys: 'Ctrl K', perform: openPalette },
    { id: 'panel.next', title: 'Next panel', group: 'Views', keys: 'F6', perform: () => focusPanel(1) },
    { id: 'panel.previous', title: 'Previous panel', group: 'Views', keys: 'Shift F6', perform: () => focusPanel(-1) },
    ...(['dark', 'light', 'system'] as const).map((theme) => ({
      id: `theme.${theme}`,
      title: `Theme: ${theme}`,
      group: 'Appearance',
      perform: () => settings.getState().update({ theme }),
    })),
    ...(
      [
        ['exchange', 'exchange time'],
        ['local', 'local time'],
        ['utc', 'UTC'],
      ] as const
    ).map(([timeZone, name]) => ({
      id: `zone.${timeZone}`,
      title: `Show times in ${name}`,
      group: 'Appearance',
      perform: () => settings.getState().update({ timeZone }),
    })),
  ];
}
