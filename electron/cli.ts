#!/usr/bin/env node
// The command line: composition only. Commands live in cli/, one file each.
import { appVersion } from './backend/version.ts';
import { runProgram } from './cli/program.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of a pipe left early (`| head`): nothing more to say to it.
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  throw error;
});

process.exitCode = await runProgram(process.argv.slice(2), appVersion());
