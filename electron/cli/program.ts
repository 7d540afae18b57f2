import { Command, CommanderError, Help, type Option } from 'commander';

import { AppError, toErrorShape, type ErrorShape } from '../../shared/lang/app-error.ts';
import { checkedFolder, dataDirOf } from '../backend/data-dir.ts';
import type { CommandContext, RunCommand } from './command-context.ts';
import { COMMANDS } from './commands.ts';
import { ProgressLine } from './progress-line.ts';

const EXIT_DONE = 0;
const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

interface GlobalOptions {
  readonly data?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Runs one command line and answers with its exit code: 0 done, 1 the work failed or was refused, 2 the command line was wrong. */
export async function runProgram(args: readonly string[], version: string): Promise<number> {
  const isJson = args.includes('--json');
  const cancel = cancelOnInterrupt();
  let exitCode = EXIT_DONE;
  let usage = '';
  const program = new Command('tapedeck');

  const run: RunCommand = async (work) => {
    const { data, json = false, quiet = false } = program.opts<GlobalOptions>();
    const line = new ProgressLine(process.stderr, quiet || json);
    const context: CommandContext = {
      dataDir: checkedFolder(dataDirOf(data)),
      json,
      signal: cancel.signal,
      progress: line.report,
      note: (text) => {
        if (quiet) return;
        line.clear();
        process.stderr.write(`${text}\n`);
      },
    };
    try {
      const outcome = await work(context);
      line.clear();
      if (outcome === undefined) return;
      await write(json ? JSON.stringify(outcome.json) : outcome.text());
      if (outcome.failed === true) exitCode = EXIT_FAILED;
    } finally {
      line.clear();
    }
  };

  program
    .description('Market replay and backtesting on your own recorded data.')
    .version(version)
    .option('--data <dir>', 'data folder (default: TAPEDECK_DATA, else the user-data folder of the platform)')
    .option('--json', 'one JSON document on standard output')
    .option('--quiet', 'no messages and no progress')
    .configureHelp({ showGlobalOptions: true, optionDescription: describeOption })
    .configureOutput({ writeErr: (text) => (usage += text) })
    .showSuggestionAfterError()
    .exitOverride();
  for (const add of COMMANDS) program.addCommand(add(run).copyInheritedSettings(program));
  for (const command of program.commands) command.commands.forEach((inner) => inner.copyInheritedSettings(command));

  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    const group = program.commands.find((command) => command.commands.length > 0 && args.includes(command.name()));
    return await fail(error, isJson, usage, group?.name());
  } finally {
    cancel.stop();
  }
}

/** As commander does, and whether it can be left out. */
function describeOption(option: Option): string {
  const described = new Help().optionDescription(option);
  return option.mandatory ? `${described} (required)` : described;
}

/** `usage` is what commander had to say on standard error, `group` the command whose own commands were to be chosen from. */
async function fail(error: unknown, isJson: boolean, usage: string, group: string | undefined): Promise<number> {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT_DONE;
    const isHelp = error.code === 'commander.help';
    if (isHelp && !isJson) process.stderr.write(usage);
    else {
      await report(
        { code: 'bad-request', message: isHelp ? 'No command is given. --help lists them.' : wrongLine(error, group) },
        isJson,
      );
    }
    return EXIT_USAGE;
  }
  await report(toErrorShape(error), isJson);
  if (!(error instanceof AppError) && process.env['TAPEDECK_TRACE'] !== undefined) console.error(error);
  return EXIT_FAILED;
}

/** What commander found wrong, and where what would be right stands. */
function wrongLine({ code, message }: CommanderError, group: string | undefined): string {
  const text = message.replace(/^error: /, '').replace(/\.$/, '');
  if (text.includes('Did you mean')) return text;
  if (code === 'commander.unknownCommand') {
    return `${text}. "tapedeck ${group === undefined ? '' : `${group} `}--help" lists the commands.`;
  }
  const isIncomplete = [
    ...['missingArgument', 'excessArguments', 'unknownOption', 'optionMissingArgument'],
    'missingMandatoryOptionValue',
  ];
  if (!isIncomplete.some((name) => code === `commander.${name}`)) return text;
  return `${text}. Write --help after the command for what it takes.`;
}

async function report(error: ErrorShape, isJson: boolean): Promise<void> {
  if (isJson) await write(JSON.stringify({ error }));
  else process.stderr.write(`${error.message}\n`);
}

/** Resolves when the text has left the process: a pipe may take it in parts. */
function write(text: string): Promise<void> {
  if (text === '') return Promise.resolve();
  return new Promise((resolve, reject) => {
    process.stdout.write(text.endsWith('\n') ? text : `${text}\n`, (error) => {
      if (error === null || error === undefined) resolve();
      else reject(error);
    });
  });
}

/** The first Ctrl-C asks the work to stop at its next safe point; a second one ends the process at once. */
function cancelOnInterrupt(): { readonly signal: AbortSignal; readonly stop: () => void } {
  const controller = new AbortController();
  const onInterrupt = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onInterrupt);
  return {
    signal: controller.signal,
    stop: () => {
      process.off('SIGINT', onInterrupt);
      process.off('SIGTERM', onInterrupt);
    },
  };
}
