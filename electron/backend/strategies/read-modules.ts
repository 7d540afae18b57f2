import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { dirname, extname, relative, resolve, sep } from 'node:path';

import type { StrategyModule, StrategyProblem } from '../../../shared/trading/strategy.ts';
import { compileModule } from './compile-module.ts';

/** A strategy's file and what it imports, compiled as far as that goes. Nothing of it was run. */
export interface StrategyFiles {
  readonly entry: string;
  /** The entry first. Whole where there are no problems. */
  readonly modules: readonly StrategyModule[];
  readonly problems: readonly StrategyProblem[];
  /** Over the sources that could be read; absent where the entry could not. */
  readonly sha256?: string;
}

const EXTENSIONS = ['.ts', '.js', '.mts', '.mjs'];
const MAX_BYTES = 1_000_000;
const MAX_FILES = 200;

/** Reads a strategy's file and, from it on, everything it imports by a relative path. Never throws. */
export async function readModules(path: string): Promise<StrategyFiles> {
  const entry = resolve(path);
  const modules: StrategyModule[] = [];
  const problems: StrategyProblem[] = [];
  const sources = new Map<string, string>();
  const queue = [entry];
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    if (sources.has(file)) continue;
    if (sources.size >= MAX_FILES) {
      problems.push({ message: `The strategy imports more than ${MAX_FILES} files.`, file: entry });
      break;
    }
    const source = await readSource(file);
    if (typeof source !== 'string') {
      problems.push(source);
      continue;
    }
    sources.set(file, source);
    const compiled = await compileModule(file, source);
    if ('message' in compiled) {
      problems.push(compiled);
      continue;
    }
    const imports: Record<string, string> = {};
    for (const specifier of compiled.specifiers) {
      const target = await resolveImport(file, specifier);
      if (target === undefined) problems.push(importProblem(file, source, specifier));
      else {
        imports[specifier] = target;
        queue.push(target);
      }
    }
    modules.push({ ...compiled.module, imports });
  }
  const sha256 = sources.has(entry) ? { sha256: hashOf(entry, sources) } : {};
  return { entry, modules, problems, ...sha256 };
}

async function readSource(file: string): Promise<string | StrategyProblem> {
  if (!EXTENSIONS.includes(extname(file)))
    return { message: `A strategy is a file that ends in ${EXTENSIONS.join(', ')}.`, file };
  try {
    const { size } = await stat(file);
    if (size > MAX_BYTES) return { message: `${size} bytes are too many for a strategy.`, file };
    return await readFile(file, 'utf8');
  } catch {
    return { message: 'The file cannot be read. Check its name.', file };
  }
}

/** The file that a relative import means: as written, with an extension, `.js` written for `.ts`, or a folder's index. */
async function resolveImport(from: string, specifier: string): Promise<string | undefined> {
  if (!/^\.{1,2}\//.test(specifier)) return undefined;
  const path = resolve(dirname(from), specifier);
  const candidates = [
    path,
    ...EXTENSIONS.map((extension) => path + extension),
    path.replace(/\.(m?)js$/, '.$1ts'),
    ...EXTENSIONS.map((extension) => `${path}${sep}index${extension}`),
  ];
  for (const candidate of candidates) {
    const found = await stat(candidate).catch(() => undefined);
    if (found?.isFile() === true) return candidate;
  }
  return undefined;
}

function importProblem(file: string, source: string, specifier: string): StrategyProblem {
  const at = [`'${specifier}'`, `"${specifier}"`].map((quoted) => source.indexOf(quoted)).find((index) => index >= 0);
  const before = source.slice(0, at ?? 0).split('\n');
  const place = at === undefined ? {} : { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  const message = specifier.startsWith('.')
    ? `'${specifier}' is no file.`
    : `'${specifier}' cannot be imported. A strategy imports from 'tapedeck' and from files by a relative path.`;
  return { message, file, ...place };
}

/** Independent of where the files lie: their places relative to the entry count. */
function hashOf(entry: string, sources: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  const named = [...sources].map(([file, source]) => [relative(dirname(entry), file).split(sep).join('/'), source]);
  for (const [name, source] of named.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)))
    hash.update(`${name}\0${source}\0`);
  return hash.digest('hex');
}
