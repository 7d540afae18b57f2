import type { SeriesKey } from '../../shared/market/series.ts';
import type { DraftFiles } from './draft-files.ts';
import type { StoredFile } from './manifest.ts';
import { mergeSeries } from './merge.ts';
import type { CommitResult } from './normalised.ts';
import type { Scales } from './schema.ts';
import { readBack, type StagedFile } from './staged-file.ts';

export type MergeCounts = Omit<CommitResult, 'status'>;

/** What incoming rows of a symbol need. */
export interface IncomingSymbol extends Scales {
  readonly symbol: string;
  readonly calendar: string;
}

/** Sets scales and calendars of symbols to what stored and incoming rows need together (S28), and rewrites the stored files of each whose scale
 * grows. */
export async function widenSymbols(files: DraftFiles, incoming: Iterable<IncomingSymbol>): Promise<void> {
  const { draft } = files;
  const grown = new Set<string>();
  for (const { symbol, calendar, priceScale, sizeScale } of incoming) {
    const before = draft.symbol(symbol);
    const after = {
      symbol,
      calendar,
      priceScale: Math.max(priceScale, before?.priceScale ?? 0),
      sizeScale: Math.max(sizeScale, before?.sizeScale ?? 0),
    };
    const grows = after.priceScale !== before?.priceScale || after.sizeScale !== before.sizeScale;
    if (grows || calendar !== before.calendar) draft.setSymbol(after);
    if (grows && before !== undefined) grown.add(symbol);
  }
  for (const symbol of grown) {
    for (const series of draft.seriesOf(symbol)) {
      for (const file of series.files) await rewrite(files, series.key, file);
    }
  }
}

/** Rewrites a stored file under the scales of its symbol. */
async function rewrite(files: DraftFiles, key: SeriesKey, file: StoredFile): Promise<void> {
  const path = await files.open(key, file);
  const found = await readBack(files.fs, files.db, { key, staged: path, scales: files.scales(key.symbol) });
  files.place(key, [file], await files.copy(key, [path], found));
}

/** Adds the rows of a staged file to its series by S11. `replacedBy` is the SHA-256 of the foreign file that they came with. */
export async function addRows(
  files: DraftFiles,
  key: SeriesKey,
  incoming: StagedFile,
  replacedBy: string,
): Promise<MergeCounts> {
  const overlapping = await readable(files, key, incoming);
  if (overlapping.length === 0) {
    files.place(key, [], incoming);
    return { rowsStored: incoming.rows, duplicates: 0, replaced: 0 };
  }
  const merged = files.newStagedPath();
  const provenance = files.newStagedPath();
  const outcome = await mergeSeries(files.db, key, files.scales(key.symbol), {
    stored: overlapping.map((file) => files.draft.absolute(file)),
    incoming: incoming.staged,
    merged,
    provenance,
  });
  const { duplicates, replaced } = outcome;
  if (outcome.merged === undefined) return { rowsStored: 0, duplicates, replaced };
  files.place(key, overlapping, await files.written(key, merged, outcome.merged));
  if (replaced > 0) await files.placeReplaced(key, provenance, replacedBy);
  return { rowsStored: incoming.rows - duplicates, duplicates, replaced };
}

/** Files of the series that the incoming rows overlap, checked. A damaged one is given up when the incoming rows cover its whole range; else
 * `store-damaged` is thrown, since merging would lose the rest of it for good. */
async function readable(files: DraftFiles, key: SeriesKey, incoming: StagedFile): Promise<StoredFile[]> {
  const whole: StoredFile[] = [];
  for (const file of overlapping(files, key, incoming)) {
    const isCovered = incoming.first <= file.first && file.last <= incoming.last;
    if (isCovered && !(await files.isWhole(file))) {
      files.draft.replaceFiles(key, [file], []);
      continue;
    }
    await files.open(key, file);
    whole.push(file);
  }
  return whole;
}

/** Files of the draft that may hold rows from `first` to `last`, both inclusive. */
export function overlapping(
  { draft }: DraftFiles,
  key: SeriesKey,
  { first, last }: Pick<StoredFile, 'first' | 'last'>,
): StoredFile[] {
  return draft.files(key).filter((file) => file.first <= last && file.last >= first);
}
