import type { Handlers } from '../../shared/ipc/contract.ts';
import type { StrategyService } from './strategies/strategy-service.ts';

export function strategyHandlers(strategies: StrategyService) {
  return {
    'strategies.list': () => strategies.list(),
    'strategies.create': ({ name }) => strategies.create(name),
    'strategies.open': ({ path }) => strategies.open(path),
    'strategies.trust': ({ path, sha256 }) => strategies.trust(path, sha256),
    'strategies.forget': ({ path }) => strategies.forget(path),
  } satisfies Partial<Handlers>;
}
