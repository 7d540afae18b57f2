import { Command } from 'commander';

import { byteText, count, percentText } from '../../shared/lang/number-text.ts';
import { AppError } from '../../shared/lang/app-error.ts';
import { formatIso } from '../../shared/market/time.ts';
import type { SeriesSummary } from '../../shared/store/catalogue.ts';
import type { Store } from '../store/store.ts';
import type { CommandContext, RunCommand } from './command-context.ts';
import { example } from './option-values.ts';
import { textTable, type TextColumn } from './text-table.ts';
import { withStore } from './with-store.ts';

export function catalogCommand(run: RunCommand): Command {
  return new Command('catalog')
    .description('list what is stored')
    .addHelpText('after', example('catalog', 'catalog --json'))
    .action(() =>
      run((context) =>
        withStore(context, 'read', async (store) => {
          const series = await withQuality(await store.catalogue(), store, context);
          return {
            json: { series: series.map(toJson) },
            text: () =>
              series.length === 0
                ? `Nothing is stored in ${context.dataDir}. Import files, or run: tapedeck sample`
                : textTable(COLUMNS, series),
          };
        }),
      ),
    );
}

/** Adds quality where slots can be counted; where they cannot (a calendar that is not at hand, a damaged file) all go without and a note says why. */
async function withQuality(
  series: readonly SeriesSummary[],
  store: Store,
  context: CommandContext,
): Promise<readonly SeriesSummary[]> {
  if (series.length === 0) return series;
  const { calendarFinder } = await import('../upkeep/find-calendar.ts');
  const { qualityService } = await import('./quality-of.ts');
  try {
    const found = await qualityService(store.reader, calendarFinder(context.dataDir)).summaries();
    const byId = new Map(found.map((it) => [it.id, it]));
    return series.map((it) => {
      const own = byId.get(it.id);
      return own === undefined ? it : { ...it, sessions: own.sessions, quality: own.quality, coverage: own.coverage };
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    context.note(`Quality is left out: ${error.message}`);
    return series;
  }
}

function toJson({ from, to, ...series }: SeriesSummary): Record<string, unknown> {
  return { ...series, from: formatIso(from), to: formatIso(to) };
}

const COLUMNS: readonly TextColumn<SeriesSummary>[] = [
  { head: 'kind', value: ({ kind }) => kind },
  { head: 'symbol', value: ({ symbol }) => symbol },
  { head: 'grid', value: ({ interval, sampled }) => interval ?? sampled },
  { head: 'source', value: ({ source }) => source },
  { head: 'calendar', value: ({ calendar }) => calendar },
  { head: 'from', value: ({ from }) => formatIso(from) },
  { head: 'to', value: ({ to }) => formatIso(to) },
  { head: 'rows', value: ({ rows }) => count(rows), align: 'right' },
  { head: 'size', value: ({ bytes }) => byteText(bytes), align: 'right' },
  { head: 'files', value: ({ files }) => count(files), align: 'right' },
  { head: 'quality', value: ({ quality }) => percentText(quality), align: 'right' },
  { head: '', value: ({ damaged }) => (damaged === true ? 'damaged' : '') },
];
