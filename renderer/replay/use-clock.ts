import { useEffect, useEffectEvent } from 'react';

import type { ReplayState } from '../../shared/session/replay.ts';
import { useServices } from '../state/services.ts';

/** Calls `show` with the newest state of the run, at most once an animation frame, and after every rendering: for what is written
 * straight to the page. */
export function useClock(show: (state: ReplayState) => void): void {
  const { session } = useServices();
  const perform = useEffectEvent(show);
  useEffect(() => {
    let frame: number | undefined;
    const write = (): void => {
      frame = undefined;
      const { replay } = session.getState();
      if (replay !== undefined) perform(replay);
    };
    const stop = session.subscribe(() => {
      frame ??= requestAnimationFrame(write);
    });
    return () => {
      stop();
      if (frame !== undefined) cancelAnimationFrame(frame);
    };
  }, [session]);
  useEffect(() => {
    const { replay } = session.getState();
    if (replay !== undefined) perform(replay);
  });
}
