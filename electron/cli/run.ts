import { Command } from 'commander';

import type { CommandContext, Outcome, RunCommand } from './command-context.ts';
import { dateOptions, example, wholeNumber } from './option-values.ts';
import type { Finding } from '../../shared/trading/result.ts';
import type { RunReport } from './run-session.ts';
import type { Overrides, SessionSource } from './session-run.ts';
import { count } from '../../shared/lang/number-text.ts';
import { textTable } from './text-table.ts';

interface RunOptions extends Overrides {
  readonly out?: string;
  readonly csv?: string;
  readonly report?: string;
  readonly fromResult?: string;
}

export function runCommand(run: RunCommand): Command {
  const command = new Command('run')
    .description('play a session from its first event to its last, as fast as possible')
    .argument('[file]', 'session configuration, JSON')
    .option('--out <dir>', 'write event log, result, tables and manifest there')
    .option('--csv <dir>', 'write what is played there, one file a stream and derived interval')
    .option('--report <file>', 'write a report with charts, one HTML file')
    .option('--seed <n>', 'seed of the run, instead of the configuration’s', wholeNumber(0, 4_294_967_295))
    .option('--from-result <dir>', 'run again what an earlier run wrote with --out')
    .addHelpText('after', example('run my-session.json --from 2013-10-07 --to 2013-10-11 --json'));
  for (const option of dateOptions()) command.addOption(option);
  return command.action((file: string | undefined, options: RunOptions) =>
    run((context) => {
      if ((file === undefined) === (options.fromResult === undefined))
        command.error('Name either a session file or an earlier result with --from-result.');
      return playFile(file, options, context);
    }),
  );
}

async function playFile(file: string | undefined, options: RunOptions, context: CommandContext): Promise<Outcome> {
  const startedAt = performance.now();
  const { openReader } = await import('../store/reader.ts');
  const reader = await openReader({ dataDir: context.dataDir });
  try {
    reader.warmUp();
    const { resolveSession, sessionFile } = await import('./session-run.ts');
    const { changedSeries, checkSameResult, sessionOfResult } = await import('./earlier-run.ts');
    const { playAndWrite } = await import('./run-session.ts');
    const { planQuality, qualityLine } = await import('./plan-quality.ts');
    const { qualityService } = await import('./quality-of.ts');
    const source: SessionSource =
      file === undefined ? await sessionOfResult(options.fromResult ?? '') : await sessionFile(file);
    const session = await resolveSession(source, options, reader, (line) => context.note(line));
    const streams = await planQuality(session.plan, qualityService(reader, session.findCalendar));
    for (const line of [...session.plan.remarks, ...streams.map(qualityLine)]) context.note(line);
    const { earlier } = source;
    const changed = earlier === undefined ? [] : changedSeries(earlier, session.plan, reader);
    for (const series of changed)
      context.note(`The stored files of ${series} are others than those of the earlier run.`);
    const { report, run } = await playAndWrite(session, options, reader, context);
    const isAgain = [options.from, options.to, options.seed].every((option) => option === undefined);
    if (earlier !== undefined && isAgain) checkSameResult(earlier, run, changed);
    const json = { ...report, wallMs: Math.round(performance.now() - startedAt) };
    return {
      json: { ...json, streams },
      text: () => runText(json, run.document.findings),
    };
  } finally {
    await reader.close();
  }
}

/** Counts first, then the account and its statistics where anything was traded, then what makes the result doubtful. */
function runText(run: RunReport & { readonly wallMs: number }, findings: readonly Finding[]): string {
  const { equity, statistics, ...plain } = run;
  const figures = Object.entries({ ...plain, equityStart: equity.start, equityEnd: equity.end });
  const values = run.orders === 0 ? [] : Object.entries(statistics).filter(([, value]) => value !== null);
  const doubts = run.orders === 0 ? [] : findings.map(({ severity, message }) => `${severity}: ${message}`);
  return [textTable(COLUMNS, [...figures, ...values]), ...doubts].join('\n');
}

const COLUMNS = [
  { head: 'figure', value: ([name]: [string, unknown]) => name },
  { head: 'value', value: ([, value]: [string, unknown]) => valueText(value) },
];

function valueText(value: unknown): string {
  if (typeof value !== 'number') return String(value);
  if (Number.isInteger(value)) return count(value);
  return Math.abs(value) >= 100 ? value.toFixed(2) : String(Number(value.toPrecision(6)));
}
