#!/usr/bin/env node
// The command line: starts its program, which lies beside this file as one script with its compiled code. Commands live in cli/, one file each.
import { fileURLToPath } from 'node:url';

import { loadProgram } from './cli/compiled-program.ts';
import type { main } from './cli/main.ts';

const path = fileURLToPath(new URL('./cli-program.cjs', import.meta.url));
const program = loadProgram<{ readonly main: typeof main }>(path).exports;
process.exitCode = await program.main(process.argv.slice(2));
