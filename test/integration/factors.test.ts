import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { CliFolder } from '../support/cli.ts';

const SESSION = {
  session_name: 'held over a split',
  mode: 'backtest',
  data_streams: [{ type: 'bars', symbol: 'AAPL', interval: '1m' }],
  strategy: { name: 'buy-and-hold' },
  sizing: { type: 'units', value: 10 },
  costs: { commission: { type: 'none' }, slippage: { type: 'none' } },
  instruments: { AAPL: { factors: './factors.csv' } },
};

interface Report {
  readonly reportSha256: string;
  readonly equity: { readonly end: number };
}
interface Result {
  readonly fills: readonly { readonly price: number; readonly quantity: number }[];
  readonly sessions: readonly { readonly date: string }[];
  readonly equityEnd: number;
}

let cli: CliFolder;
const file = (name: string): string => join(cli.path, name);

beforeAll(async () => {
  cli = await CliFolder.make();
  expect((await cli.run('sample', '--symbols', '1', '--sessions', '3', '--quiet')).code).toBe(0);
});
afterAll(() => cli.remove());

test('a split and a dividend of the table that the session names are in the account from their day on, also run again', async () => {
  await writeFile(file('session.json'), JSON.stringify({ ...SESSION, instruments: {} }));
  await cli.run('run', 'session.json', '--out', 'plain');
  const plain = JSON.parse(await readFile(file('plain/report.json'), 'utf8')) as Result;
  const [, second, last] = plain.sessions;
  await writeFile(file('session.json'), JSON.stringify(SESSION));
  await writeFile(file('factors.csv'), `date,split,dividend\n${second!.date},2,0.35\n${last!.date},,0.1\n`);
  const run = (await cli.run('run', 'session.json', '--out', 'out', '--json')).json<Report>();
  const bought = plain.fills[0]!;
  const cash = 10_000 - 10 * bought.price;
  const lastPrice = (plain.equityEnd / 10_000 - cash) / 10;
  expect(run.equity.end).toBeCloseTo(cash + 20 * lastPrice + 10 * 0.35 + 20 * 0.1, 4);
  await writeFile(file('factors.csv'), 'date,split\n2020-01-01,3\n');
  const again = (await cli.run('run', '--from-result', 'out', '--json')).json<Report>();
  expect(again.reportSha256).toBe(run.reportSha256);
});

test('a table that cannot be read is a problem of the configuration, at its place', async () => {
  await writeFile(file('session.json'), JSON.stringify(SESSION));
  await writeFile(file('factors.csv'), 'date,split\n2024-01-02,-1\n');
  const checked = await cli.run('session', 'validate', 'session.json', '--json');
  expect(checked.json()).toMatchObject({
    valid: false,
    problems: [
      { path: 'instruments.AAPL.factors', message: `${file('factors.csv')}: line 2: '-1' is not a number above 0` },
    ],
  });
  const run = await cli.run('run', 'session.json');
  expect([run.code, run.stderr]).toEqual([1, expect.stringContaining('instruments.AAPL.factors')]);
});
