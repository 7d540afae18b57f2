import type { StrategyModule } from '../../../shared/trading/strategy.ts';
import type { LocateError, StrategyPlace } from '../../strategy/runner/strategy-failure.ts';
import { SourcePositions } from './source-positions.ts';

const FRAME = /^\s*at (?:(.*?) \()?(.+?):(\d+):(\d+)\)?$/;

/** Finds the user's own lines in an error's stack, by the source maps of the modules. */
export function errorLocator(modules: readonly Pick<StrategyModule, 'path' | 'mappings'>[]): LocateError {
  const positions = new Map(modules.map(({ path, mappings }) => [path, new SourcePositions(mappings)]));
  return (error) => {
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    const places = stack.split('\n').flatMap((text) => placeOf(text, positions));
    const first = places[0];
    if (first === undefined) return undefined;
    const lines = places.map(({ name, file, line, column }) => `  at ${name}${file}:${line}:${column}`);
    return { file: first.file, line: first.line, column: first.column, stack: lines.join('\n') };
  };
}

function placeOf(
  text: string,
  positions: ReadonlyMap<string, SourcePositions>,
): (Omit<StrategyPlace, 'stack'> & { readonly name: string })[] {
  const match = FRAME.exec(text);
  if (match === null) return [];
  const [, name, file = '', line = '1', column = '1'] = match;
  const found = positions.get(file);
  if (found === undefined) return [];
  const place = found.sourceOf({ line: Number(line), column: Number(column) });
  return [{ name: name === undefined ? '' : `${name} `, file, ...place }];
}
