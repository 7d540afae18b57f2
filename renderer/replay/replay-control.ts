import type { Breakpoint } from '../../shared/session/breakpoint.ts';
import type { Micros } from '../../shared/market/time.ts';
import type { OpenRun, ReplayCommand, ReplayState, Speed, StepUnit } from '../../shared/session/replay.ts';
import type { Services } from '../state/services.ts';
import { Seeker } from './seeker.ts';
import { nextSpeed } from './speeds.ts';
import { stepUnit, stepUnits } from './step-units.ts';

/** What can be done to the open run; buttons, keys, palette and scrub bar share it. Refusals are told as notices. */
export class ReplayControl {
  readonly #services: Services;
  readonly #run: OpenRun;
  readonly #seeker: Seeker;
  readonly #onJump: () => void;

  /** `onJump` is called before the clock jumps. */
  constructor(services: Services, run: OpenRun, onJump: () => void) {
    this.#services = services;
    this.#run = run;
    this.#onJump = onJump;
    this.#seeker = new Seeker((time) => this.#send({ type: 'seek', time }));
  }

  get #state(): ReplayState | undefined {
    return this.#services.session.getState().replay;
  }

  /** Whether bars are coming or will when what is awaited has come. */
  get isPlaying(): boolean {
    return this.#state?.status === 'running';
  }

  toggle(): void {
    void this.#send({ type: this.isPlaying ? 'pause' : 'play' });
  }

  get unit(): StepUnit {
    return stepUnit(stepUnits(this.#run), this.#services.settings.getState().settings?.step ?? '1s');
  }

  step(direction: 1 | -1, unit: StepUnit = this.unit): void {
    if (direction === -1 || unit === 'session') this.#onJump();
    void this.#send({ type: 'step', unit, direction });
  }

  setUnit(unit: StepUnit): void {
    this.#services.settings.getState().update({ step: unit });
  }

  setSpeed(speed: Speed): void {
    this.#services.settings.getState().update({ speed });
    void this.#send({ type: 'speed', speed });
  }

  setBreakpoints(breakpoints: readonly Breakpoint[]): void {
    void this.#send({ type: 'breakpoints', breakpoints });
  }

  changeSpeed(direction: 1 | -1): void {
    const speed = this.#state?.speed ?? 1;
    const next = nextSpeed(speed, direction);
    if (next !== speed) this.setSpeed(next);
  }

  readonly seek = (time: Micros): void => {
    this.#onJump();
    this.#seeker.to(time);
  };

  async #send(command: ReplayCommand): Promise<void> {
    const { client, session, notices } = this.#services;
    try {
      session.getState().setReplay(await client.request('replay.command', command));
    } catch (error) {
      notices.getState().showError(error);
    }
  }
}
