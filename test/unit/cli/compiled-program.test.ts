import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { loadProgram } from '../../../electron/cli/compiled-program.ts';

interface Adder {
  add(a: number, b: number): number;
}

const scriptOf = (sign: string): string =>
  `(function (exports, require) { 'use strict'; const { ok } = require('node:assert');
exports.add = function add(a, b) { ok(true); return a ${sign} b; }; })`;

describe('a program with its compiled code', () => {
  let folder: string;
  let path: string;
  let code: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tapedeck-compiled-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    path = join(folder, 'program.cjs');
    code = `${path}.code`;
    await rm(code, { force: true });
    await writeFile(path, scriptOf('+'));
  });

  const load = (): { sum: number; isKept: boolean } => {
    const { exports, isKept } = loadProgram<Adder>(path);
    return { sum: exports.add(2, 3), isKept };
  };
  const keep = (): void => {
    const program = loadProgram<Adder>(path);
    program.exports.add(1, 1);
    program.keep();
  };

  it('runs without it, and on it once it was kept', () => {
    expect(load()).toEqual({ sum: 5, isKept: false });
    keep();
    expect(load()).toEqual({ sum: 5, isKept: true });
  });

  it('is compiled anew where the program is another of the same length', async () => {
    keep();
    await writeFile(path, scriptOf('-'));
    expect(load()).toEqual({ sum: -1, isKept: false });
  });

  it('is compiled anew where another Node kept the code', () => {
    keep();
    const { version } = process;
    Object.defineProperty(process, 'version', { value: 'v20.20.1' });
    try {
      expect(load()).toEqual({ sum: 5, isKept: false });
    } finally {
      Object.defineProperty(process, 'version', { value: version });
    }
  });

  it('is compiled anew where a byte of the code is not what was kept, or some are missing', async () => {
    keep();
    const kept = await readFile(code);
    for (const at of [0, 40, kept.length >> 1, kept.length - 1]) {
      const damaged = Buffer.from(kept);
      damaged[at] = (damaged[at] as number) ^ 1;
      await writeFile(code, damaged);
      expect(load(), `byte ${at}`).toEqual({ sum: 5, isKept: false });
    }
    for (const length of [0, 31, 32, 33, kept.length - 1]) {
      await writeFile(code, kept.subarray(0, length));
      expect(load(), `${length} bytes`).toEqual({ sum: 5, isKept: false });
    }
  });
});
