import { describe, expect, it } from 'vitest';

import { encodeResult, type ResultDocument } from '../../../electron/results/result-document.ts';
import { reportHtml } from '../../../electron/results/report-html.ts';
import { csvOf, tablesOf } from '../../../electron/results/result-csv.ts';
import { resultDocument } from '../../support/result-document.ts';

const HOSTILE = `<script>alert(1)</script>"'&`;

describe('the HTML report', () => {
  it('escapes every text of the run, asks for nothing from elsewhere and forbids scripts', () => {
    const html = reportHtml(
      resultDocument({
        name: HOSTILE,
        strategy: { name: HOSTILE, params: { [HOSTILE]: HOSTILE } },
        symbols: [HOSTILE],
        currency: HOSTILE,
        config: { [HOSTILE]: HOSTILE },
        findings: [{ code: 'few-trades', severity: 'warning', message: HOSTILE, count: 1 }],
      }),
      'a'.repeat(64),
    );
    expect(html).not.toMatch(/<script|<link|<img|src=|url\(|https?:/i);
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(html.match(/&#60;script&#62;/g)?.length).toBeGreaterThanOrEqual(7);
  });

  it('is the same from a result as it was made and as it was read from its file', () => {
    const made = resultDocument({
      strategy: { name: 'cross', params: { slow: 50, fast: 20 } },
      config: { session_name: 'b', mode: 'a' },
      statistics: { ...resultDocument({}).statistics, sharpe: 1.5, alpha: -0.1 },
    });
    const read = JSON.parse(encodeResult(made).text) as ResultDocument;
    expect(reportHtml(read, '')).toBe(reportHtml(made, ''));
  });
});

describe('the tables of a result', () => {
  it('quote what would break a row, and leave what is absent empty', () => {
    const base = { symbol: 'A,B', side: 'buy', quantity: 1, filled: 0, timeInForce: 'gtc', status: 'refused' } as const;
    const [placed] = resultDocument({}).curve.time as [never];
    const order = { ...base, id: 1, kind: { type: 'market' }, placedAt: placed, activeAt: placed } as const;
    const reason = 'said "no"\nand meant it';
    const [orders] = tablesOf(resultDocument({ orders: [{ ...order, isManual: false, reason }] }));
    expect(csvOf(orders!)).toBe(
      'id,symbol,side,quantity,filled,type,limit,stop,time_in_force,status,placed,active,ended,average_price,reason,tag\n' +
        '1,"A,B",buy,1,0,market,,,gtc,refused,2024-01-02T14:30:00Z,2024-01-02T14:30:00Z,,,"said ""no""\nand meant it",\n',
    );
  });
});
