import { appVersion } from '../backend/version.ts';
import { runProgram } from './program.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of a pipe left early (`| head`): nothing more to say to it.
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  throw error;
});

/** One command line of a process; answers with its exit code. */
export function main(args: readonly string[]): Promise<number> {
  return runProgram(args, appVersion());
}
