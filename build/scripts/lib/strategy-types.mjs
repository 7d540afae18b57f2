// Writes what a strategy's editor needs beside its programs: the types of 'tapedeck', from the sources of the API, and the template.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { at } from './paths.mjs';

/** In an order in which a reader meets them; each file's imports are other files of the list, or stand for themselves below. */
const SOURCES = [
  'electron/strategy/api/strategy.ts',
  'electron/strategy/api/context.ts',
  'electron/strategy/api/data.ts',
  'electron/strategy/api/indicators.ts',
  'shared/trading/order.ts',
  'shared/trading/fill.ts',
];

const PRELUDE = `/** The API of Tapedeck strategies, for editors. Written by \`tapedeck strategy new\`; do not edit. */
declare module 'tapedeck' {
  /** Whole microseconds since 1970, UTC. */
  export type Micros = number;
  /** YYYY-MM-DD. */
  export type SessionDate = string;
`;

/** @returns {Promise<string>} */
export async function strategyTypes() {
  const { default: ts } = await import('typescript');
  const parts = [...SOURCES, 'shared/trading/strategy.ts'].map((path) => {
    const { outputText, diagnostics = [] } = ts.transpileDeclaration(readFileSync(at(path), 'utf8'), {
      fileName: path,
      reportDiagnostics: true,
      compilerOptions: { target: ts.ScriptTarget.ES2023, isolatedDeclarations: true },
    });
    const problem = diagnostics[0];
    if (problem !== undefined) throw new Error(`${path}: ${ts.flattenDiagnosticMessageText(problem.messageText, ' ')}`);
    const text = outputText.replace(/^import type [^;]*;\n/gm, '').replace(/^export (declare )?/gm, 'export ');
    return path.endsWith('trading/strategy.ts') ? only(text, ['ParameterDeclaration', 'ParameterValue']) : text;
  });
  const body = parts.join('\n').replace(/^(?=.)/gm, '  ');
  return `${PRELUDE}\n${body}}\n`;
}

/**
 * @param {string} outDir
 * @returns {Promise<string[]>}
 */
export async function writeStrategyFiles(outDir) {
  writeFileSync(at(outDir, 'tapedeck-strategy.d.ts'), await strategyTypes());
  copyFileSync(at('electron/strategy/template/strategy-template.txt'), at(outDir, 'strategy-template.txt'));
  return ['tapedeck-strategy.d.ts', 'strategy-template.txt'];
}

/**
 * The named type aliases of a declaration file, with their docs.
 * @param {string} text
 * @param {string[]} names
 */
function only(text, names) {
  return names
    .map((name) => {
      const found = new RegExp(`(?:/\\*\\*[^\\n]*\\*/\\n)?export type ${name} =[^]*?;\\n(?=export|/\\*\\*|$)`).exec(
        text,
      );
      if (found === null) throw new Error(`shared/trading/strategy.ts declares no ${name}`);
      return found[0];
    })
    .join('');
}
