import { compileFunction } from 'node:vm';

import type { StrategyModule, StrategyProblem } from '../../../shared/trading/strategy.ts';
import { columnInSource } from '../../coordinator/strategy/locate-error.ts';

export interface CompiledModule {
  readonly module: Omit<StrategyModule, 'imports'>;
  /** As written, without 'tapedeck', each once. */
  readonly specifiers: readonly string[];
}

const REQUIRE = /\brequire\('((?:[^'\\\n]|\\.)*)'\)/g;

/** Strips the types of one file and turns its imports to CommonJS. A problem where the text is not JavaScript or TypeScript. */
export async function compileModule(path: string, source: string): Promise<CompiledModule | StrategyProblem> {
  const { transform } = await import('sucrase');
  let code: string;
  try {
    ({ code } = transform(source, {
      transforms: isTypeScript(path) ? ['typescript', 'imports'] : ['imports'],
      disableESTransforms: true,
      filePath: path,
    }));
  } catch (error) {
    return transformProblem(path, error);
  }
  const problem = syntaxProblem(path, source, code);
  if (problem !== undefined) return problem;
  const specifiers = [...code.matchAll(REQUIRE)].map(([, specifier = '']) => specifier);
  return {
    module: { path, source, code },
    specifiers: [...new Set(specifiers)].filter((specifier) => specifier !== 'tapedeck'),
  };
}

function isTypeScript(path: string): boolean {
  return /\.m?ts$/.test(path);
}

/** sucrase states the place in its error, and at the end of its message. */
function transformProblem(file: string, error: unknown): StrategyProblem {
  const { message, loc } = error as Error & { readonly loc?: { readonly line: number; readonly column: number } };
  const text = message.replace(`Error transforming ${file}: `, '').replace(/ \(\d+:\d+\)$/, '');
  return { message: `${text}.`, file, ...(loc === undefined ? {} : { line: loc.line, column: loc.column }) };
}

/** sucrase lets some texts pass that are no JavaScript; V8 does not. Compiles without running. */
function syntaxProblem(file: string, source: string, code: string): StrategyProblem | undefined {
  try {
    compileFunction(code, ['exports', 'require', 'module'], { filename: file });
    return undefined;
  } catch (error) {
    const { message, stack = '' } = error as Error;
    const [place = '', , caret = ''] = stack.split('\n');
    const line = Number(/:(\d+)$/.exec(place)?.[1]);
    if (!Number.isInteger(line)) return { message: `${message}.`, file };
    const column = columnInSource({ source, code }, line, caret.indexOf('^') + 1);
    return { message: `${message}.`, file, line, column };
  }
}
