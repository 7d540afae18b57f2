import { useEffect, useState } from 'react';

import type { ReplayState, ReplayStatus } from '../../shared/session/replay.ts';
import { useServices } from './services.ts';

/** Least wall milliseconds between two renderings of figures that change with every frame: more than ten a second cannot be read. */
const RENDER_MS = 100;

/** The state of the run as of at most `renderMs` wall milliseconds ago. Another status shows at once, but for that of seeking: a scrub would
 * draw every figure twice a move, before the charts. */
export function useReplay(renderMs = RENDER_MS): ReplayState | undefined {
  const { session } = useServices();
  const [state, setState] = useState(session.getState().replay);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let shown: ReplayStatus | undefined;
    const show = (): void => {
      timer = undefined;
      const { replay } = session.getState();
      shown = replay?.status;
      setState(replay);
    };
    show();
    const stop = session.subscribe(({ replay }) => {
      if (replay?.status !== shown && replay?.status !== 'seeking') {
        clearTimeout(timer);
        show();
      } else timer ??= setTimeout(show, renderMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [session, renderMs]);
  return state;
}
