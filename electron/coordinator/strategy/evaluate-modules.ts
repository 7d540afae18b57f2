import { compileFunction } from 'node:vm';

import { AppError } from '../../../shared/lang/app-error.ts';
import type { StrategyModule } from '../../../shared/trading/strategy.ts';
import { TAPEDECK_MODULE } from '../../strategy/tapedeck-module.ts';
import { STRATEGY_GLOBALS } from './strategy-globals.ts';

interface CommonJs {
  exports: Record<string, unknown>;
}

/** Runs a strategy's modules as CommonJS and returns the entry's default export. Throws what they throw. Stacks name the modules' paths. */
export function evaluateModules(entry: string, modules: readonly StrategyModule[]): unknown {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const loaded = new Map<string, CommonJs>();
  const names = Object.keys(STRATEGY_GLOBALS);
  const values = Object.values(STRATEGY_GLOBALS);

  const load = (path: string): Record<string, unknown> => {
    const known = loaded.get(path);
    if (known !== undefined) return known.exports;
    const source = byPath.get(path);
    if (source === undefined) throw new AppError('not-found', `${path} is not among the strategy's files.`);
    const module: CommonJs = { exports: {} };
    loaded.set(path, module);
    const require = (specifier: string): unknown => {
      if (specifier === 'tapedeck') return TAPEDECK_MODULE;
      const target = source.imports[specifier];
      if (target === undefined) throw new AppError('bad-request', `${specifier} cannot be imported by a strategy.`);
      return load(target);
    };
    const run = compileFunction(source.code, ['exports', 'require', 'module', ...names], {
      filename: path,
    }) as (...args: unknown[]) => void;
    run(module.exports, require, module, ...values);
    return module.exports;
  };

  const exported = load(entry);
  return exported['default'];
}
