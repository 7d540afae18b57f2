import type { StrategyModule } from '../../../shared/trading/strategy.ts';
import type { LocateError, StrategyPlace } from '../../strategy/runner/strategy-failure.ts';
import { sourceColumn } from './source-column.ts';

const FRAME = /^\s*at (?:(.*?) \()?(.+?):(\d+):(\d+)\)?$/;

type CompiledText = Pick<StrategyModule, 'path' | 'source' | 'code'>;

/** Finds the user's own lines in an error's stack. */
export function errorLocator(modules: readonly CompiledText[]): LocateError {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  return (error) => {
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    const places = stack.split('\n').flatMap((text) => placeOf(text, byPath));
    const first = places[0];
    if (first === undefined) return undefined;
    const lines = places.map(({ name, file, line, column }) => `  at ${name}${file}:${line}:${column}`);
    return { file: first.file, line: first.line, column: first.column, stack: lines.join('\n') };
  };
}

/** The column of the user's source for one of the compiled text. */
export function columnInSource({ source, code }: Omit<CompiledText, 'path'>, line: number, column: number): number {
  return sourceColumn(source.split('\n')[line - 1] ?? '', code.split('\n')[line - 1] ?? '', column);
}

function placeOf(
  text: string,
  byPath: ReadonlyMap<string, CompiledText>,
): (Omit<StrategyPlace, 'stack'> & { readonly name: string })[] {
  const match = FRAME.exec(text);
  if (match === null) return [];
  const [, name, file = '', at = '1', column = '1'] = match;
  const module = byPath.get(file);
  if (module === undefined) return [];
  const line = Number(at);
  const place = { file, line, column: columnInSource(module, line, Number(column)) };
  return [{ name: name === undefined ? '' : `${name} `, ...place }];
}
