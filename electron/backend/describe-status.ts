import { formatIso } from '../../shared/market/time.ts';
import { qualityOf } from '../../shared/quality/count.ts';
import type { RunPlan } from '../../shared/session/plan.ts';
import type { ReplayState } from '../../shared/session/replay.ts';
import type { SessionStatus, StreamStatus } from '../../shared/session/status.ts';

/** The open run for somebody who does not see its window. */
export function describeStatus(plan: RunPlan, state: ReplayState): SessionStatus {
  const { status, clock, date, speed, measuredSpeed, lagMs, timerExpired } = state;
  return {
    session: plan.config.sessionName,
    state: status,
    clock: formatIso(clock),
    ...{ date, speed, measuredSpeed, lagMs, timerExpired },
    upkeep: plan.config.upkeep.enabled,
    streams: plan.streams.map(({ type, symbol, interval, sampled, source }, index): StreamStatus => {
      const grid = interval ?? sampled;
      const own = state.streams[index];
      const counts = type === 'bars' ? state.symbols.find((one) => one.symbol === symbol)?.quality : undefined;
      return {
        type,
        symbol,
        ...(grid === undefined ? {} : { interval: grid }),
        source,
        position: own?.delivered ?? 0,
        queue: own?.queue ?? 0,
        ...(counts === undefined ? {} : { quality: qualityOf(counts), counts }),
      };
    }),
  };
}
