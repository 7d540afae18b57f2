import { compileModule } from '../../electron/backend/strategies/compile-module.ts';
import type { ParameterValue, StrategySource } from '../../shared/trading/strategy.ts';

const PATH = '/own/strategy.js';

/** A strategy's file of this text, ready to be run. */
export async function ownStrategy(
  text: string,
  params: Readonly<Record<string, ParameterValue>> = {},
): Promise<StrategySource> {
  const compiled = await compileModule(PATH, text);
  if ('message' in compiled) throw new Error(compiled.message);
  return { type: 'modules', entry: PATH, modules: [{ ...compiled.module, imports: {} }], params, sha256: '' };
}
