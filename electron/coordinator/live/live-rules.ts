import type { ReplayStatus } from '../../../shared/session/replay.ts';
import { type CommandKind, REPLAY_RULES, type Rule } from '../replay-rules.ts';

/** States of a live run (C6): it is never paused, and never on its way to another moment. */
export type LiveStatus = Exclude<ReplayStatus, 'paused' | 'seeking'>;

const refuse = (what: string): Rule => ({
  refuse: `A live run goes with the clock of the market: it cannot be ${what}.`,
});
const AT_END: Rule = { refuse: 'The live run has ended. Play its sessions as a backtest to go back in them.' };

/** Which command is legal in which state of a live run (C6). */
export const LIVE_RULES: Readonly<Record<LiveStatus, Readonly<Record<CommandKind, Rule>>>> = {
  stopped: REPLAY_RULES.stopped,
  running: {
    play: 'accept',
    pause: refuse('paused'),
    speed: refuse('played at another speed'),
    stepForward: refuse('stepped'),
    stepBack: refuse('stepped'),
    seek: refuse('moved to another moment'),
    breakpoints: refuse('paused, by breakpoints neither'),
    trade: 'do',
  },
  ended: {
    play: AT_END,
    pause: 'accept',
    speed: AT_END,
    stepForward: AT_END,
    stepBack: AT_END,
    seek: AT_END,
    breakpoints: AT_END,
    trade: AT_END,
  },
  failed: REPLAY_RULES.failed,
};
