import { useSyncExternalStore } from 'react';

const root = (): DOMStringMap => document.documentElement.dataset;

function subscribe(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme', 'data-updown'] });
  return () => observer.disconnect();
}

/** Theme and direction colours as the document shows them; another text when a canvas has to be painted anew. Settings alone do not tell: the
 * system may change its theme. */
export function useShownTheme(): string {
  return useSyncExternalStore(subscribe, () => `${root()['theme']} ${root()['updown']}`);
}
