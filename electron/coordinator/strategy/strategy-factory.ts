import { basename } from 'node:path';

import { AppError } from '../../../shared/lang/app-error.ts';
import { ACTIVITIES, type StrategyActivity } from '../../../shared/trading/strategy-activity.ts';
import type { StrategyFactory } from '../../../shared/trading/strategy-port.ts';
import type { StrategySource } from '../../../shared/trading/strategy.ts';
import { BUILT_INS } from '../../strategy/built-in/built-ins.ts';
import type { SessionSource } from '../../strategy/runner/session-source.ts';
import { strategyFailure } from '../../strategy/runner/strategy-failure.ts';
import { StrategyRunner } from '../../strategy/runner/strategy-runner.ts';
import { readDeclaration, type StrategyClass } from '../../strategy/strategy-class.ts';
import { errorLocator } from './locate-error.ts';
import { evaluateModules } from './evaluate-modules.ts';

export interface StrategyFactoryOptions {
  readonly source: StrategySource;
  /** Of the configuration. */
  readonly seed: number;
  /** Told of every call into the strategy's code. */
  readonly activity?: StrategyActivity;
}

/** What makes a run's strategy from its source. The file is evaluated here, once; throws `strategy-failed` where it throws or is no strategy. */
export function strategyFactory(options: StrategyFactoryOptions): StrategyFactory<SessionSource> {
  const { source, seed, activity } = options;
  const name = strategyName(source);
  const locate = source.type === 'built-in' ? () => undefined : errorLocator(source.modules);
  activity?.enter(ACTIVITIES.indexOf('load'), 0);
  const made = classOf(source, name);
  activity?.leave();
  return (services) =>
    new StrategyRunner(services, {
      name,
      create: () => new made(source.params),
      seed,
      locate,
      ...(activity === undefined ? {} : { activity }),
    });
}

/** As messages name it: a built-in name, or a file's. */
export function strategyName(source: StrategySource): string {
  return source.type === 'built-in' ? source.name : basename(source.entry);
}

function classOf(source: StrategySource, name: string): StrategyClass {
  if (source.type === 'built-in') {
    const builtIn = BUILT_INS.get(source.name);
    if (builtIn === undefined) throw new AppError('not-found', `There is no built-in strategy ${source.name}.`);
    return builtIn;
  }
  let exported: unknown;
  try {
    exported = evaluateModules(source.entry, source.modules);
  } catch (error) {
    throw strategyFailure({ strategy: name, handler: 'load' }, error, errorLocator(source.modules));
  }
  const { problems } = readDeclaration(exported);
  if (problems.length > 0)
    throw new AppError('strategy-failed', `Strategy ${name} cannot be run. ${problems.join(' ')}`);
  return exported as StrategyClass;
}
