import { ensure } from '../../shared/lang/invariant.ts';
import { appVersion } from '../backend/version.ts';
import type { ResolvedStrategy } from '../backend/strategies/resolve-strategy.ts';
import { reportHtml } from '../results/report-html.ts';
import { csvOf, tablesOf } from '../results/result-csv.ts';
import { encodeResult, type ResultDocument, resultOf, type StrategyOfResult } from '../results/result-document.ts';
import type { StoreReader } from '../store/reader.ts';
import { BlockLoader } from '../upkeep/load-block.ts';
import type { CommandContext } from './command-context.ts';
import { playRun } from '../backend/runs/play-run.ts';
import { RunFolder, runManifest, writeWhole } from './run-files.ts';
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

function strategyOfResult({ name, source }: ResolvedStrategy): StrategyOfResult {
  const { params } = source;
  return source.type === 'built-in' ? { name, params } : { name, params, sha256: source.sha256 };
}

/** Plays a session in this process and writes what `--out` and `--csv` ask for. */
export async function playAndWrite(
  { json, folder, plan, strategy }: ResolvedSession,
  options: { readonly out?: string; readonly csv?: string; readonly report?: string },
  reader: StoreReader,
  context: CommandContext,
): Promise<RunReport> {
  const out = options.out === undefined ? undefined : new RunFolder(options.out);
  const loader = new BlockLoader(plan, reader);
  try {
    const played = await playRun(
      {
        plan,
        ...(strategy === undefined ? {} : { strategy: strategy.source }),
        ...(options.csv === undefined ? {} : { csv: { dir: options.csv, config: json, folder } }),
      },
      {
        loadBlock: (index) => loader.load(index),
        signal: context.signal,
        progress: context.progress,
        ...(out === undefined ? {} : { writeLog: (bytes) => out.writeLog(bytes) }),
      },
    );
    const document = resultOf({
      plan,
      config: json,
      fingerprint: played,
      record: ensure(played.record, 'record of the run'),
      ...(strategy === undefined ? {} : { strategy: strategyOfResult(strategy), parameters: strategy.parameters }),
    });
    const { text, sha256 } = encodeResult(document);
    const report = reportOf(document, sha256);
    const { eventLogSha256 } = played;
    if (out !== undefined) {
      out.finish(
        { report, text, tables: tablesOf(document).map((table) => [`${table.name}.csv`, csvOf(table)]) },
        runManifest(plan, reader, { config: json, folder, tapedeck: appVersion(), eventLogSha256 }),
      );
    }
    if (options.report !== undefined) writeWhole(options.report, reportHtml(document, sha256));
    return report;
  } finally {
    out?.close();
  }
}
