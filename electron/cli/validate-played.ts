import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

import { AppError } from '../../shared/lang/app-error.ts';
import { throwIfCancelled } from '../../shared/lang/cancel.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import type { BarColumns, DerivedColumns } from '../../shared/market/columns.ts';
import { ONE_WEEK } from '../../shared/market/interval.ts';
import type { SessionBlock, SymbolBlock } from '../../shared/session/block.ts';
import type { PlannedSession, RunPlan } from '../../shared/session/plan.ts';
import type { StoreReader } from '../store/reader.ts';
import { BlockLoader } from '../upkeep/load-block.ts';
import type { CommandContext } from './command-context.ts';
import { plainBars } from './plain-bars.ts';
import { derivedRow, PLAYED_NAME, playedFileName, streamRow } from '../backend/runs/played-csv.ts';
import { PlayedLines } from './played-lines.ts';
import { resolveSession, type SessionSource } from './session-run.ts';

/** A row of a played file that is not what the store says; `expected` or `found` is absent where one of them has no such row. */
export interface PlayedDifference {
  readonly file: string;
  /** From 1, the head not counted. */
  readonly row: number;
  readonly expected?: string;
  readonly found?: string;
}

export interface PlayedCheck {
  /** Rows compared. */
  readonly checked: number;
  /** The first ones of each file. */
  readonly differences: readonly PlayedDifference[];
}

const MOST_A_FILE = 20;

const played = z.object({ format: z.literal('tapedeck-played'), config: z.unknown(), folder: z.string() });

async function playedSession(folder: string): Promise<SessionSource> {
  const path = join(folder, PLAYED_NAME);
  try {
    const { config, folder: base } = played.parse(JSON.parse(await readFile(path, 'utf8')));
    return { name: path, json: config, folder: base };
  } catch (cause) {
    throw new AppError('not-found', `${path} does not say what was played. Name a folder written by \`run --csv\`.`, {
      cause,
    });
  }
}

/** Compares every row that `run --csv` wrote with the store as it is now: streams with their stored rows, derived bars with bars made
 * plainly from the stored base. Rows must be equal in text and order. */
export async function validatePlayed(
  folder: string,
  reader: StoreReader,
  context: CommandContext,
): Promise<PlayedCheck> {
  const { plan } = await resolveSession(await playedSession(folder), {}, reader);
  const loader = new BlockLoader(plan, reader);
  const files = new PlayedFiles(folder);
  try {
    for (const session of plan.sessions) {
      throwIfCancelled(context.signal, 'The check');
      const block = await loader.load(session.index);
      await checkStreams(block, files);
      for (const symbol of block.symbols) await checkDerived(symbol, block, session, plan, files);
      context.progress((session.index + 1) / plan.sessions.length, session.date);
    }
    return await files.finish();
  } finally {
    files.close();
  }
}

async function checkStreams(block: SessionBlock, files: PlayedFiles): Promise<void> {
  for (const stream of block.streams) {
    const file = playedFileName(stream.kind, stream.symbol, stream.kind === 'bars' ? stream.interval : undefined);
    const first = stream.kind === 'quotes' ? stream.first : 0;
    for (let row = first; row < stream.columns.time.length; row++) await files.compare(file, streamRow(stream, row));
  }
}

async function checkDerived(
  symbol: SymbolBlock,
  block: SessionBlock,
  session: PlannedSession,
  plan: RunPlan,
  files: PlayedFiles,
): Promise<void> {
  const stream = ensure(block.streams[symbol.stream], 'base bars');
  if (stream.kind !== 'bars') return;
  const volumeScale = plan.streams[symbol.stream]?.sizeScale ?? 0;
  for (const { interval, columns } of symbol.derived) {
    const base: BarColumns = stream.columns;
    const bars: DerivedColumns =
      interval === ONE_WEEK
        ? columns
        : plainBars({ base, baseInterval: stream.interval, interval, session, slots: symbol.slots, volumeScale });
    const file = playedFileName('bars', symbol.symbol, interval);
    for (let row = 0; row < bars.time.length; row++)
      await files.compare(file, derivedRow(bars, row, stream.priceScale));
  }
}

/** The files of the folder, each read along with the rows that should be in it. */
class PlayedFiles {
  readonly #folder: string;
  readonly #open = new Map<string, PlayedLines>();
  readonly #differences = new Map<string, PlayedDifference[]>();
  #checked = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async compare(file: string, expected: string): Promise<void> {
    const lines = await this.#file(file);
    const found = await lines.next();
    this.#checked++;
    if (found === expected) return;
    this.#add({
      file,
      row: lines.row + (found === undefined ? 1 : 0),
      expected,
      ...(found === undefined ? {} : { found }),
    });
  }

  /** What is left in the files was played but is not in the store. */
  async finish(): Promise<PlayedCheck> {
    for (const [file, lines] of this.#open) {
      for (let found = await lines.next(); found !== undefined; found = await lines.next()) {
        this.#checked++;
        this.#add({ file, row: lines.row, found });
      }
    }
    return { checked: this.#checked, differences: [...this.#differences.values()].flat() };
  }

  close(): void {
    for (const lines of this.#open.values()) lines.close();
  }

  async #file(name: string): Promise<PlayedLines> {
    const known = this.#open.get(name);
    if (known !== undefined) return known;
    const path = join(this.#folder, name);
    const lines = new PlayedLines(path);
    try {
      await lines.open();
    } catch (cause) {
      throw new AppError('not-found', `${path} cannot be read, but the session plays it. Run with --csv again.`, {
        cause,
      });
    }
    this.#open.set(name, lines);
    return lines;
  }

  #add(difference: PlayedDifference): void {
    const own = this.#differences.get(difference.file) ?? [];
    if (own.length < MOST_A_FILE) own.push(difference);
    this.#differences.set(difference.file, own);
  }
}
