import { useCallback } from 'react';

import type { TradingCommand } from '../../shared/trading/command.ts';
import { useServices } from './services.ts';

/** Carries out a command at the session clock; a refusal is told. Resolves when it is done or refused. */
export function useTrade(): (command: TradingCommand) => Promise<void> {
  const { client, session, notices } = useServices();
  return useCallback(
    async (command) => {
      try {
        session.getState().setReplay(await client.request('replay.trade', { command }));
      } catch (error) {
        notices.getState().showError(error);
      }
    },
    [client, session, notices],
  );
}
