import type { Micros } from '../../shared/market/time.ts';
import type { ResultDetail } from '../../shared/trading/result-detail.ts';
import type { Services } from './services.ts';

/** Shows a moment of a stored result in Replay: its own session with its strategy is opened, unless it is open already, and played to there,
 * so that orders, positions and the strategy's state are as they were (C7). Failures are told. */
export async function openResultAt(
  { client, session, navigation, notices }: Services,
  { config }: ResultDetail,
  time: Micros | undefined,
): Promise<void> {
  try {
    if (JSON.stringify(session.getState().config) !== JSON.stringify(config)) await session.getState().open(config);
    navigation.getState().go('replay');
    if (time !== undefined)
      session.getState().setReplay(await client.request('replay.command', { type: 'seek', time }));
  } catch (error) {
    notices.getState().showError(error);
  }
}
