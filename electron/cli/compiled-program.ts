import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';

/** A program that the build made as one script, which is a function of what CommonJS modules are given. V8 has compiled its functions only once
 * where the code that it kept lies beside it: to compile them anew, and to find and link as many modules, takes a fifth of a month's run. */
export interface CompiledProgram<Exports> {
  readonly exports: Exports;
  /** It runs on the code kept. Else there is none, it is of another program or damaged, or this is not the V8 that made it. */
  readonly isKept: boolean;
  /** Keeps the code of all functions that have run until now. */
  keep(): void;
}

type ProgramFunction = (
  exports: object,
  require: NodeJS.Require,
  module: { exports: object },
  file: string,
  folder: string,
) => void;

const DIGEST_BYTES = 32;

/** Runs the script at `path`. Throws what reading or running it throws; the code kept is never a reason to. */
export function loadProgram<Exports extends object>(path: string): CompiledProgram<Exports> {
  const source = readFileSync(path);
  const cachedData = codeOf(path, source);
  const script = new Script(source.toString(), { filename: path, ...(cachedData === undefined ? {} : { cachedData }) });
  const module = { exports: {} };
  const run = script.runInThisContext() as ProgramFunction;
  run(module.exports, createRequire(path), module, path, dirname(path));
  return {
    exports: module.exports as Exports,
    isKept: cachedData !== undefined && script.cachedDataRejected === false,
    keep: () => keepCode(path, source, script.createCachedData()),
  };
}

/** V8 takes any source of the same length for the one its code is of, and code of another Node that calls its V8 by the same version, which ends the
 * process (nodejs/node#62781): the digest is of all three. */
function codeOf(path: string, source: Buffer): Buffer | undefined {
  let kept: Buffer;
  try {
    kept = readFileSync(keptPath(path));
  } catch {
    return undefined;
  }
  const code = kept.subarray(DIGEST_BYTES);
  return digestOf(source, code).equals(kept.subarray(0, DIGEST_BYTES)) ? code : undefined;
}

function keepCode(path: string, source: Buffer, code: Buffer): void {
  const draft = `${keptPath(path)}.new`;
  writeFileSync(draft, Buffer.concat([digestOf(source, code), code]));
  renameSync(draft, keptPath(path));
}

function digestOf(source: Buffer, code: Buffer): Buffer {
  const runtime = [process.version, process.versions.v8, process.platform, process.arch].join();
  return createHash('sha256').update(runtime).update(source).update(code).digest();
}

function keptPath(path: string): string {
  return `${path}.code`;
}
