import { AppError } from '../../shared/lang/app-error.ts';
import type { ReplayCommand, ReplayStatus } from '../../shared/session/replay.ts';

export type CommandKind = 'play' | 'pause' | 'speed' | 'stepForward' | 'stepBack' | 'seek' | 'breakpoints' | 'trade';

/** `do` it, `accept` it without effect, or refuse it with the reason. */
export type Rule = 'do' | 'accept' | { readonly refuse: string };

const NO_RUN: Rule = { refuse: 'No session is open. Open one first.' };
const FAILED: Rule = { refuse: 'The run has failed. Close it and open it again.' };
const AT_END: Rule = { refuse: 'The run has ended. Seek or step back first.' };

const SEEKING: Rule = { refuse: 'The run is on its way to another moment. Trade when it is there.' };

/** Which command is legal in which state (C6). A step while seeking is taken when the seek is done; a seek replaces the one
 * under way; play and pause while seeking say what follows it. */
export const REPLAY_RULES: Readonly<Record<ReplayStatus, Readonly<Record<CommandKind, Rule>>>> = {
  stopped: {
    play: NO_RUN,
    pause: NO_RUN,
    speed: NO_RUN,
    stepForward: NO_RUN,
    stepBack: NO_RUN,
    seek: NO_RUN,
    breakpoints: NO_RUN,
    trade: NO_RUN,
  },
  running: {
    play: 'accept',
    pause: 'do',
    speed: 'do',
    stepForward: 'do',
    stepBack: 'do',
    seek: 'do',
    breakpoints: 'do',
    trade: 'do',
  },
  paused: {
    play: 'do',
    pause: 'accept',
    speed: 'do',
    stepForward: 'do',
    stepBack: 'do',
    seek: 'do',
    breakpoints: 'do',
    trade: 'do',
  },
  seeking: {
    play: 'do',
    pause: 'do',
    speed: 'do',
    stepForward: 'do',
    stepBack: 'do',
    seek: 'do',
    breakpoints: 'do',
    trade: SEEKING,
  },
  ended: {
    play: AT_END,
    pause: 'accept',
    speed: 'do',
    stepForward: AT_END,
    stepBack: 'do',
    seek: 'do',
    breakpoints: 'do',
    trade: AT_END,
  },
  failed: {
    play: FAILED,
    pause: FAILED,
    speed: FAILED,
    stepForward: FAILED,
    stepBack: FAILED,
    seek: FAILED,
    breakpoints: FAILED,
    trade: FAILED,
  },
};

export function kindOf(command: ReplayCommand): CommandKind {
  if (command.type !== 'step') return command.type;
  return command.direction === 1 ? 'stepForward' : 'stepBack';
}

/** The refusal of a command, or `undefined` when it is legal. */
export function refusalOf(
  status: ReplayStatus,
  kind: CommandKind,
  rule: Rule = REPLAY_RULES[status][kind],
): AppError | undefined {
  return typeof rule === 'string'
    ? undefined
    : new AppError('not-allowed', rule.refuse, { details: { status, command: kind } });
}
