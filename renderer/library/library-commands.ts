import type { Command } from '../state/commands-store.ts';
import type { Services } from '../state/services.ts';
import type { LibraryStores } from './library-stores.ts';
import { operationCommands } from './operations/operation-commands.ts';

/** What can be done with data from anywhere in the window. */
export function libraryCommands(
  services: Services,
  { imports, catalogue, operations }: LibraryStores,
): readonly Command[] {
  const { client, notices, navigation } = services;
  return [
    ...operationCommands(services, operations, catalogue),
    {
      id: 'import.open',
      title: 'Import files',
      group: 'Library',
      keys: 'Ctrl I',
      perform: () => imports.getState().open(),
    },
    {
      id: 'export.open',
      title: 'Export the selected series',
      group: 'Library',
      keys: 'Ctrl Shift E',
      isEnabled: () => catalogue.getState().selectedId !== undefined,
      perform: () => catalogue.getState().setExporting(true),
    },
    {
      id: 'sample.load',
      title: 'Load sample data',
      group: 'Library',
      perform: () => {
        navigation.getState().go('library');
        client.request('sample.load', {}).catch((error: unknown) => notices.getState().showError(error));
      },
    },
    {
      id: 'quality.show',
      title: 'Quality in Library',
      group: 'Library',
      keys: 'Q',
      perform: () => {
        navigation.getState().go('library');
        requestAnimationFrame(() => document.querySelector<SVGElement>('[aria-label="Quality heatmap"]')?.focus());
      },
    },
  ];
}
