import { ensure } from '../../shared/lang/invariant.ts';
import { appVersion } from '../backend/version.ts';
import type { StoreReader } from '../store/reader.ts';
import { BlockLoader } from '../upkeep/load-block.ts';
import type { CommandContext } from './command-context.ts';
import { playRun } from './play-run.ts';
import { jsonSha256, RunFolder, runManifest } from './run-files.ts';
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

/** Plays a session in this process and writes what `--out` and `--csv` ask for. */
export async function playAndWrite(
  { json, folder, config, plan, strategy }: ResolvedSession,
  options: { readonly out?: string; readonly csv?: string },
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
    const { eventLogSha256, events, bars, quotes, trades, sessions, timerExpired, record } = played;
    const cash = ensure(config.trading, 'trading defaults').cash;
    const equity = record?.equity.equity.at(-1);
    const figures = {
      session: config.sessionName,
      ...{ sessions, events, bars, quotes, trades, eventLogSha256 },
      ...{ orders: record?.orders.length ?? 0, fills: record?.fills.length ?? 0 },
      equity: { start: cash, end: equity === undefined ? cash : equity / 10_000 },
      statistics: {},
      ...{ ambiguousExits: record?.ambiguousExits ?? 0, timerExpired },
    };
    const report: RunReport = { ...figures, reportSha256: jsonSha256(figures) };
    out?.finish(report, runManifest(plan, reader, { config: json, folder, tapedeck: appVersion(), eventLogSha256 }));
    return report;
  } finally {
    out?.close();
  }
}
