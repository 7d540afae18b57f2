import type { StrategyInfo } from '../../../shared/trading/strategy.ts';
import { BUILT_INS } from '../../strategy/built-in/built-ins.ts';
import { readDeclaration } from '../../strategy/strategy-class.ts';

/** The built-in strategies as lists show them. */
export function builtInStrategies(): StrategyInfo[] {
  return [...BUILT_INS].map(([name, made]) => {
    const { title = name, description, parameters } = readDeclaration(made);
    return { name, title, description, isBuiltIn: true, isTrusted: true, parameters, problems: [] };
  });
}
