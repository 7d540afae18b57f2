import type { Command } from 'commander';

import type { RunCommand } from './command-context.ts';
import { catalogCommand } from './catalog.ts';
import { doctorCommand } from './doctor.ts';
import { runCommand } from './run.ts';
import { serveCommand } from './serve.ts';
import { sessionCommand } from './session.ts';
import { verifyCommand } from './verify.ts';

/** Every command, in the order of the help. A command's own work is loaded when it runs, so that `--help` is quick. */
export const COMMANDS: readonly ((run: RunCommand) => Command)[] = [
  catalogCommand,
  sessionCommand,
  runCommand,
  verifyCommand,
  serveCommand,
  doctorCommand,
];
