import { openResultAt } from '../state/open-result.ts';
import type { Command } from '../state/commands-store.ts';
import type { Services } from '../state/services.ts';
import type { ResultsStore } from './results-store.ts';

/** What can be done with the result shown. */
export function resultsCommands(services: Services, store: ResultsStore): readonly Command[] {
  const { client, notices } = services;
  const isEnabled = (): boolean => services.navigation.getState().view === 'results' && shown() !== undefined;
  const shown = (): ReturnType<typeof detailOf> => detailOf(store);
  const tell = (error: unknown): void => notices.getState().showError(error);
  const exported = (format: 'html' | 'csv' | 'json' | 'parquet', title: string): Command => ({
    id: `results.export.${format}`,
    title,
    group: 'Results',
    isEnabled,
    perform: () => void store.getState().export(format).catch(tell),
  });
  return [
    {
      id: 'results.replay',
      title: 'Open the result in Replay',
      group: 'Results',
      keys: 'Ctrl Enter',
      isEnabled,
      perform: () => {
        const detail = shown();
        if (detail !== undefined) void openResultAt(services, detail, undefined);
      },
    },
    {
      id: 'results.again',
      title: 'Run the result again',
      group: 'Results',
      isEnabled,
      perform: () => {
        const detail = shown();
        if (detail !== undefined) void client.request('run.start', { config: detail.config }).catch(tell);
      },
    },
    exported('html', 'Write the report as one HTML file'),
    exported('csv', 'Export the result as CSV'),
    exported('json', 'Export the result as JSON'),
    exported('parquet', 'Export the result as Parquet'),
    {
      id: 'results.delete',
      title: 'Delete the result',
      group: 'Results',
      isEnabled,
      perform: () => store.getState().setDeleting(true),
    },
  ];
}

function detailOf(store: ResultsStore): ReturnType<ReturnType<ResultsStore['getState']>['details']['get']> {
  const { shownId, details } = store.getState();
  return shownId === undefined ? undefined : details.get(shownId);
}
