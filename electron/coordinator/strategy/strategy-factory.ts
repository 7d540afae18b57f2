import { basename } from 'node:path';

import { AppError } from '../../../shared/lang/app-error.ts';
import { ACTIVITIES, type StrategyActivity } from '../../../shared/trading/strategy-activity.ts';
import type { StrategyFactory } from '../../../shared/trading/strategy-port.ts';
import type { StrategySource } from '../../../shared/trading/strategy.ts';
import type { Strategy } from '../../strategy/api/strategy.ts';
import { BUILT_INS } from '../../strategy/built-in/built-ins.ts';
import type { SessionSource } from '../../strategy/runner/session-source.ts';
import { strategyFailure } from '../../strategy/runner/strategy-failure.ts';
import { StrategyRunner } from '../../strategy/runner/strategy-runner.ts';
import { readDeclaration } from '../../strategy/strategy-class.ts';
import { errorLocator } from './locate-error.ts';
import { RealmStrategy } from './realm-strategy.ts';
import { StrategyRealm } from './strategy-realm.ts';

export interface StrategyFactoryOptions {
  readonly source: StrategySource;
  /** Of the configuration. */
  readonly seed: number;
  /** Told of every call into the strategy's code. */
  readonly activity?: StrategyActivity;
}

/** What makes a run's strategy from its source. Files are evaluated here, and anew, in a new realm, whenever the run begins again or
 * takes up an earlier moment: what they kept outside of the strategy knows the run that was. Throws `strategy-failed` where they throw or are no strategy. */
export function strategyFactory(options: StrategyFactoryOptions): StrategyFactory<SessionSource> {
  const { source, seed, activity } = options;
  const name = strategyName(source);
  const locate = source.type === 'built-in' ? () => undefined : errorLocator(source.modules);
  activity?.enter(ACTIVITIES.indexOf('load'), 0);
  const create = source.type === 'built-in' ? builtIn(source) : fromFiles(source, name);
  activity?.leave();
  return (services) =>
    new StrategyRunner(services, { name, create, seed, locate, ...(activity === undefined ? {} : { activity }) });
}

/** As messages name it: a built-in name, or a file's. */
export function strategyName(source: StrategySource): string {
  return source.type === 'built-in' ? source.name : basename(source.entry);
}

function builtIn({ name, params }: Extract<StrategySource, { readonly type: 'built-in' }>): () => Strategy {
  const made = BUILT_INS.get(name);
  if (made === undefined) throw new AppError('not-found', `There is no built-in strategy ${name}.`);
  return () => new made(params);
}

function fromFiles(source: Extract<StrategySource, { readonly type: 'modules' }>, name: string): () => Strategy {
  const { entry, modules, params } = source;
  let next: StrategyRealm | undefined;
  try {
    next = new StrategyRealm(entry, modules);
    const { problems } = readDeclaration(next.statics());
    if (problems.length > 0)
      throw new AppError('strategy-failed', `Strategy ${name} cannot be run. ${problems.join(' ')}`);
  } catch (error) {
    if (error instanceof AppError && error.code === 'strategy-failed') throw error;
    throw strategyFailure({ strategy: name, handler: 'load' }, error, errorLocator(modules));
  }
  return () => {
    const realm = next ?? new StrategyRealm(entry, modules);
    next = undefined;
    return new RealmStrategy(realm, params);
  };
}
