import { type FinishedRun, finishRun } from '../backend/runs/finish-run.ts';
import { playRun } from '../backend/runs/play-run.ts';
import { writeTables } from '../backend/runs/result-files.ts';
import { reportHtml } from '../results/report-html.ts';
import type { ResultDocument } from '../results/result-document.ts';
import type { StoreReader } from '../store/reader.ts';
import { BlockLoader } from '../upkeep/load-block.ts';
import type { CommandContext } from './command-context.ts';
import { RunFolder, writeWhole } from './run-files.ts';
import type { ResolvedSession } from './session-run.ts';

/** What a run comes to (`cli.md`), without the wall time: everything in it is a function of data and configuration. */
export interface RunReport {
  readonly session: string;
  readonly sessions: number;
  readonly events: number;
  readonly bars: number;
  readonly quotes: number;
  readonly trades: number;
  readonly orders: number;
  readonly fills: number;
  readonly eventLogSha256: string;
  readonly reportSha256: string;
  readonly equity: { readonly start: number; readonly end: number };
  readonly statistics: Readonly<Record<string, number | null>>;
  readonly ambiguousExits: number;
  /** Sessions that ended because their data ran out (C4). */
  readonly timerExpired: number;
}

function reportOf(document: ResultDocument, reportSha256: string): RunReport {
  const { figures, equityStart, equityEnd, statistics, eventLogSha256, orders, fills } = document;
  const { ambiguousExits, timerExpired, ...counts } = figures;
  return {
    session: document.name,
    ...counts,
    orders: orders.length,
    fills: fills.length,
    eventLogSha256,
    reportSha256,
    equity: { start: equityStart / 10_000, end: equityEnd / 10_000 },
    statistics,
    ambiguousExits,
    timerExpired,
  };
}

/** Plays a session and writes what `--out`, `--csv` and `--report` ask for. */
export async function playAndWrite(
  session: ResolvedSession,
  options: { readonly out?: string; readonly csv?: string; readonly report?: string },
  reader: StoreReader,
  context: CommandContext,
): Promise<{ readonly report: RunReport; readonly run: FinishedRun }> {
  const { json: config, folder, plan, strategy, commands } = session;
  const out = options.out === undefined ? undefined : new RunFolder(options.out);
  const loader = new BlockLoader(plan, reader);
  try {
    const played = await playRun(
      {
        plan,
        ...(strategy === undefined ? {} : { strategy: strategy.source }),
        ...(commands === undefined ? {} : { commands }),
        ...(options.csv === undefined ? {} : { csv: { dir: options.csv, config, folder } }),
      },
      {
        loadBlock: (index) => loader.load(index),
        signal: context.signal,
        progress: context.progress,
        ...(out === undefined ? {} : { writeLog: (bytes) => out.writeLog(bytes) }),
      },
    );
    const run = finishRun({ plan, config, folder, played, reader, ...(strategy === undefined ? {} : { strategy }) });
    const { document, text, sha256, manifest } = run;
    const report = reportOf(document, sha256);
    if (out !== undefined) {
      await writeTables(document, ['csv', 'parquet'], out.path);
      out.finish({ report, text, manifest });
    }
    if (options.report !== undefined) writeWhole(options.report, reportHtml(document, sha256));
    return { report, run };
  } finally {
    out?.close();
  }
}
