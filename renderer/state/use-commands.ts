import { useEffect } from 'react';

import type { Command } from './commands-store.ts';
import { useServices } from './services.ts';

/** Offers commands while the component is shown. Pass a stable array (module constant or `useMemo`). */
export function useCommands(commands: readonly Command[]): void {
  const store = useServices().commands;
  useEffect(() => store.getState().register(commands), [store, commands]);
}
