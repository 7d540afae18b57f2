import { parseArgs } from 'node:util';

import { toErrorShape } from '../shared/lang/app-error.ts';
import { checkedFolder, dataDirOf } from './backend/data-dir.ts';
import { runServe } from './serve/run-serve.ts';

/** The loopback host as a program: `serve.js [--data DIR] [--port N] [--no-open] [--json]`. With `--no-open` or `--json` the first
 * line of standard output is `{ "url" }`; without, what is printed is for people. */

const USAGE = 'Usage: serve.js [--data DIR] [--port N] [--no-open] [--json]';

function readArguments(): { data?: string; port: number; open: boolean; json: boolean } | undefined {
  try {
    const { values } = parseArgs({
      options: {
        data: { type: 'string' },
        port: { type: 'string', default: '0' },
        'no-open': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    const port = Number(values.port);
    if (!/^\d{1,5}$/.test(values.port) || port > 65_535) {
      throw new Error(`--port ${values.port} is no port. Give a number from 0 (any free one) to 65535.`);
    }
    const { data } = values;
    return { ...(data === undefined ? {} : { data }), port, open: !values['no-open'], json: values.json };
  } catch (error) {
    console.error((error as Error).message);
    console.error(USAGE);
    return undefined;
  }
}

const given = readArguments();
if (given === undefined) process.exitCode = 2;
else {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => controller.abort());
  try {
    await runServe({
      dataDir: checkedFolder(dataDirOf(given.data)),
      port: given.port,
      open: given.open,
      output: given.json || !given.open ? 'json' : 'plain',
      signal: controller.signal,
    });
  } catch (error) {
    console.error(toErrorShape(error).message);
    process.exitCode = 1;
  }
}
