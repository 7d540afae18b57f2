import type { Command } from '../../state/commands-store.ts';
import type { Services } from '../../state/services.ts';
import type { CatalogueStore } from '../catalogue/catalogue-store.ts';
import type { OperationsStore } from './operations-store.ts';

/** What can be done with the store as a whole, and with ranges of it. */
export function operationCommands(
  { client, notices, navigation }: Services,
  operations: OperationsStore,
  catalogue: CatalogueStore,
): readonly Command[] {
  const { show } = operations.getState();
  const inLibrary = (perform: () => void) => () => {
    navigation.getState().go('library');
    perform();
  };
  const hasData = (): boolean => (catalogue.getState().series?.length ?? 0) > 0;
  const hasSelection = (): boolean => {
    const { series, selectedId } = catalogue.getState();
    return series?.some(({ id }) => id === selectedId) === true;
  };
  return [
    {
      id: 'store.delete',
      title: 'Delete rows of the selected series',
      group: 'Store',
      keys: 'Delete',
      isEnabled: () => hasSelection() && navigation.getState().view === 'library',
      perform: () => show('delete'),
    },
    {
      id: 'store.backup',
      title: 'Back up all data to one file',
      group: 'Store',
      keys: 'Ctrl Shift S',
      isEnabled: hasData,
      perform: inLibrary(() => show('backup')),
    },
    {
      id: 'store.restore',
      title: 'Restore a backup',
      group: 'Store',
      keys: 'Ctrl Shift O',
      perform: inLibrary(() => show('restore')),
    },
    {
      id: 'store.verify',
      title: 'Verify stored files against their hashes',
      group: 'Store',
      keys: 'Ctrl Shift V',
      isEnabled: hasData,
      perform: inLibrary(() => {
        client.request('store.verify', {}).catch((error: unknown) => notices.getState().showError(error));
      }),
    },
    {
      id: 'store.compact',
      title: 'Compact small files',
      group: 'Store',
      keys: 'Ctrl Shift K',
      isEnabled: hasData,
      perform: inLibrary(() => show('compact')),
    },
    {
      id: 'store.retention',
      title: 'Retention: how long rows stay',
      group: 'Store',
      keys: 'Ctrl Shift Y',
      perform: inLibrary(() => show('retention')),
    },
    {
      id: 'store.migrate',
      title: 'Migrate a folder of an older layout',
      group: 'Store',
      keys: 'Ctrl Shift M',
      perform: inLibrary(() => show('migrate')),
    },
  ];
}
