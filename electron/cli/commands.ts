import type { Command } from 'commander';

import type { RunCommand } from './command-context.ts';
import { barsCommand } from './bars.ts';
import { backupCommand, restoreCommand } from './backup.ts';
import { catalogCommand } from './catalog.ts';
import { compactCommand } from './compact.ts';
import { deleteCommand } from './delete.ts';
import { doctorCommand } from './doctor.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';
import { inspectCommand } from './inspect.ts';
import { migrateCommand } from './migrate.ts';
import { qualityCommand } from './quality.ts';
import { retentionCommand } from './retention.ts';
import { runCommand } from './run.ts';
import { sampleCommand } from './sample.ts';
import { serveCommand } from './serve.ts';
import { sessionCommand } from './session.ts';
import { strategyCommand } from './strategy.ts';
import { validateCommand } from './validate.ts';
import { verifyCommand } from './verify.ts';

/** Every command, in the order of the help. A command's own work is loaded when it runs, so that `--help` is quick. */
export const COMMANDS: readonly ((run: RunCommand) => Command)[] = [
  sampleCommand,
  inspectCommand,
  importCommand,
  catalogCommand,
  barsCommand,
  qualityCommand,
  sessionCommand,
  runCommand,
  strategyCommand,
  validateCommand,
  exportCommand,
  migrateCommand,
  deleteCommand,
  compactCommand,
  retentionCommand,
  backupCommand,
  restoreCommand,
  verifyCommand,
  serveCommand,
  doctorCommand,
];
