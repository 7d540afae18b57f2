import { useLayoutEffect } from 'react';

import { useSettings } from '../state/services.ts';

/** Puts theme and direction colours on the document, following the system where so chosen. */
export function useTheme(): void {
  const { theme, upDown } = useSettings();
  useLayoutEffect(() => {
    const system = window.matchMedia('(prefers-color-scheme: light)');
    const apply = (): void => {
      document.documentElement.dataset['theme'] = theme === 'system' ? (system.matches ? 'light' : 'dark') : theme;
    };
    apply();
    system.addEventListener('change', apply);
    return () => system.removeEventListener('change', apply);
  }, [theme]);
  useLayoutEffect(() => {
    document.documentElement.dataset['updown'] = upDown;
  }, [upDown]);
}
