import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CliFolder } from '../support/cli.ts';
import { testData } from '../support/test-data.ts';

const data = testData();

const STRATEGY = `import { Strategy, type BarEvent, type Context, type Line } from 'tapedeck';

export default class Cross extends Strategy<typeof Cross.parameters> {
  static override readonly parameters = { length: { type: 'number', default: 15, min: 2, max: 100, step: 1 } } as const;
  private average: Line | undefined;
  private side = 0;

  override onStart(ctx: Context): void {
    this.average = ctx.indicators.sma('BT', '1m', this.params.length);
  }

  override onBar(ctx: Context, bar: BarEvent): void {
    const average = this.average?.value;
    if (average === undefined) return;
    const side = Math.sign(bar.close - average) || this.side;
    const before = this.side;
    this.side = side;
    if (before === 0 || side === before) return;
    if (side > 0 && ctx.portfolio.quantity('BT') === 0) ctx.orders.buy('BT', { quantity: 1 });
    if (side < 0 && ctx.portfolio.quantity('BT') > 0) ctx.orders.close('BT');
  }
}
`;

const BUYS = [
  3643.35, 3801.03, 3872.37, 3863.57, 3845.32, 3656.43, 3542.65, 3639.65, 3799.86, 3840.2, 4047.63, 4052.55,
];
const SELLS = [3763.95, 3811.85, 3822.35, 3822.57, 3829.82, 3598.58, 3545.92, 3766.8, 3782.15, 3979.73, 4045.05];

interface ReportJson {
  readonly equity: { readonly start: number; readonly end: number };
  readonly statistics: Readonly<Record<string, number | null>>;
  readonly reportSha256: string;
  readonly wallMs: number;
}

/** Rows of a CSV without quotes. */
const rowsOf = async (path: string): Promise<readonly (readonly string[])[]> =>
  (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));

describe.skipIf(data === undefined)('a year of daily bars, checked against backtrader (TAPEDECK_TEST_DATA)', () => {
  let cli: CliFolder;

  beforeAll(async () => {
    cli = await CliFolder.make();
    const source = await rowsOf(join(data ?? '', 'original', 'backtrader', '2006-day-001.txt'));
    const lines = source
      .slice(1)
      .map(([day, open, high, low, close, volume]) => [`${day} 09:30:00`, open, high, low, close, volume].join(','));
    await writeFile(join(cli.path, 'bt.csv'), `time,open,high,low,close,volume\n${lines.join('\n')}\n`);
    await writeFile(join(cli.path, 'cross.ts'), STRATEGY);
    const said = ['--symbol', 'BT', '--kind', 'bars', '--interval', '1m', '--time-zone', 'America/New_York'];
    const { code, stderr, json } = await cli.run(
      'import',
      'bt.csv',
      ...said,
      '--stamp',
      'open',
      '--calendar',
      'weekdays',
      '--json',
    );
    expect(code, stderr).toBe(0);
    expect(json<{ rowsStored: number }>().rowsStored).toBe(255);
  });

  afterAll(() => cli.remove());

  async function run(
    name: string,
    keys: object,
  ): Promise<{ report: ReportJson; fills: readonly (readonly string[])[]; cash: number }> {
    const session = {
      session_name: name,
      mode: 'backtest',
      data_streams: [{ type: 'bars', symbol: 'BT', interval: '1m' }],
      calendar: 'weekdays',
      cash: 10_000,
      strategy: { name: './cross.ts' },
      ...keys,
    };
    await writeFile(join(cli.path, `${name}.json`), JSON.stringify(session));
    const { code, stderr, json } = await cli.run(
      'run',
      `${name}.json`,
      '--out',
      name,
      '--report',
      `${name}.html`,
      '--json',
    );
    expect(code, stderr).toBe(0);
    const fills = (await rowsOf(join(cli.path, name, 'fills.csv'))).slice(1);
    const cash = Number((await rowsOf(join(cli.path, name, 'equity.csv'))).at(-1)?.[2]);
    return { report: json<ReportJson>(), fills, cash };
  }

  const pricesOf = (fills: readonly (readonly string[])[], side: string): number[] =>
    fills.filter((fill) => fill[3] === side).map((fill) => Number(fill[5]));

  it('gives its fills, cash and final value without costs, and the same bytes when it is run again from its result', async () => {
    const { report, fills, cash } = await run('plain', { costs: { slippage: { type: 'none' } } });
    expect([report.equity, cash]).toEqual([{ start: 10_000, end: 10_284.1 }, 6_164.16]);
    expect([pricesOf(fills, 'buy'), pricesOf(fills, 'sell')]).toEqual([BUYS, SELLS]);
    const again = await cli.run('run', '--from-result', 'plain', '--out', 'again', '--json');
    expect(again.code, again.stderr).toBe(0);
    for (const name of ['report.json', 'result.json', 'events.log', 'fills.csv', 'equity.csv']) {
      const [first, second] = await Promise.all(['plain', 'again'].map((dir) => readFile(join(cli.path, dir, name))));
      expect(second?.equals(first ?? Buffer.alloc(0)), name).toBe(true);
    }
  });

  it('gives its final value with a commission, a multiplier and leverage', async () => {
    const { report, fills } = await run('costly', {
      leverage: 10,
      costs: { slippage: { type: 'none' }, commission: { type: 'per-order', amount: 2 } },
      instruments: { BT: { multiplier: 10 } },
    });
    expect(report.equity.end).toBe(12_795);
    expect([pricesOf(fills, 'buy'), pricesOf(fills, 'sell')]).toEqual([BUYS, SELLS]);
    expect(report.statistics['fees']).toBe(46);
    const html = await readFile(join(cli.path, 'costly.html'), 'utf8');
    expect(html).toContain('+2,795.00 USD');
    expect(html).not.toMatch(/<script|https?:/);
  });
});
