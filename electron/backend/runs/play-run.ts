import type { PlayedRun } from '../../../shared/session/coordinator-messages.ts';
import { playHere, type RunInput, type RunOutput } from './play-here.ts';
import { playInThread } from './play-in-thread.ts';

/** Plays a run to its end. A strategy of the user's own runs in a thread that is watched, so that one which does not return is stopped and
 * Ctrl-C is heard; everything else runs in this one. Throws `cancelled` when the signal is raised, `strategy-failed`, or what loading throws. */
export function playRun(input: RunInput, output: RunOutput): Promise<PlayedRun> {
  return input.strategy?.type === 'modules' ? playInThread(input, output) : playHere(input, output);
}
