import { canonicalJson } from '../../shared/lang/canonical-json.ts';
import { STATISTICS } from '../../shared/trading/result.ts';
import { drawdownColumn } from '../engine/statistics/drawdowns.ts';
import { formatIso, type Micros } from '../../shared/market/time.ts';
import type { ResultDocument } from './result-document.ts';
import { thinRows } from './thin-rows.ts';

const MONEY = 10_000;
const WIDTH = 1_120;
const EQUITY_HEIGHT = 300;
const DRAWDOWN_HEIGHT = 110;
const RIGHT = 78;
/** Points of a line: more than the picture has pixels do not show. */
const MOST_POINTS = 2_000;
const MOST_ROWS = 5_000;

/** A result as one HTML file that needs nothing else: no script, no font, no request. All text of the run is escaped. */
export function reportHtml(document: ResultDocument, sha256: string): string {
  const { name, strategy, from, to, symbols, currency, figures } = document;
  const params = Object.entries(strategy?.params ?? {})
    .map(([key, value]) => `${key} ${value}`)
    .sort();
  const about = [
    strategy?.name ?? 'no strategy',
    ...params,
    symbols.join(', '),
    from === to ? from : `${from} to ${to}`,
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escape(name)}</title>
<style>${STYLE}</style>
</head>
<body>
<header><h1>${escape(name)}</h1><p>${about.map(escape).join(' · ')}</p></header>
${headline(document)}
<section><h2>Equity, ${escape(currency)}</h2>${equitySvg(document)}</section>
<section><h2>Drawdown</h2>${drawdownSvg(document)}</section>
${review(document)}
<section><h2>Statistics</h2>${statistics(document)}</section>
<section><h2>Months</h2>${months(document)}</section>
<section><h2>Round trips</h2>${roundTrips(document)}</section>
<section><h2>Configuration</h2><pre>${escape(prettyJson(document.config))}</pre></section>
<footer>${figures.sessions} sessions, ${figures.events.toLocaleString('en-US')} events. Event log ${document.eventLogSha256}. Report ${sha256}.</footer>
</body>
</html>
`;
}

function headline({ equityStart, equityEnd, currency, statistics, roundTrips }: ResultDocument): string {
  const net = (equityEnd - equityStart) / MONEY;
  const entries: readonly (readonly [string, string])[] = [
    ['Net result', `${signed(net, 2)} ${escape(currency)}`],
    ['Total return', percent(statistics['totalReturn'])],
    ['Max drawdown', percent(statistics['maxDrawdown'])],
    ['Sharpe', plain(statistics['sharpe'])],
    ['Round trips', String(roundTrips.length)],
    ['Buy and hold', percent(statistics['buyAndHoldReturn'])],
  ];
  return `<dl class="heads">${entries.map(([label, value]) => `<div><dt>${label}</dt><dd>${value}</dd></div>`).join('')}</dl>`;
}

function equitySvg({ curve }: ResultDocument): string {
  return lineSvg(
    curve.equity.map((value) => value / MONEY),
    curve.time,
    EQUITY_HEIGHT,
    'line',
    (value) => fixed(value, 2),
  );
}

function drawdownSvg({ curve }: ResultDocument): string {
  const column = [...drawdownColumn(Float64Array.from(curve.equity))].map((value) => value * 100);
  return lineSvg(column, curve.time, DRAWDOWN_HEIGHT, 'area', (value) => `${fixed(value, 2)} %`);
}

/** A line over its points, side by side: nights are left out. */
function lineSvg(
  values: readonly number[],
  times: readonly number[],
  height: number,
  kind: 'line' | 'area',
  text: (value: number) => string,
): string {
  if (values.length === 0) return '<p>No points.</p>';
  const rows = thinRows(values, MOST_POINTS);
  const low = Math.min(...rows.map((row) => values[row] as number));
  const high = Math.max(...rows.map((row) => values[row] as number));
  const span = high - low || 1;
  const width = WIDTH - RIGHT;
  const x = (row: number): string => ((row / Math.max(1, values.length - 1)) * width).toFixed(1);
  const y = (value: number): string => (8 + ((high - value) / span) * (height - 32)).toFixed(1);
  const points = rows.map((row) => `${x(row)},${y(values[row] as number)}`).join(' ');
  const shape =
    kind === 'line'
      ? `<polyline class="line" points="${points}"/>`
      : `<polygon class="area" points="0,${y(high)} ${points} ${width},${y(high)}"/>`;
  const labels = [high, (high + low) / 2, low].map(
    (value) =>
      `<line class="rule" x1="0" x2="${width}" y1="${y(value)}" y2="${y(value)}"/><text x="${width + 8}" y="${y(value)}">${text(value)}</text>`,
  );
  const marks = [0, 0.25, 0.5, 0.75].map((share) => {
    const row = Math.floor(share * (values.length - 1));
    return `<text class="time" x="${x(row)}" y="${height - 4}">${formatIso((times[row] ?? 0) as Micros).slice(0, 10)}</text>`;
  });
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img">${labels.join('')}${shape}${marks.join('')}</svg>`;
}

function review({ findings }: ResultDocument): string {
  if (findings.length === 0) return '';
  const lines = findings.map(({ severity, message }) => `<li class="${severity}">${escape(message)}</li>`);
  return `<section><h2>Review</h2><ul>${lines.join('')}</ul></section>`;
}

const PERCENT = new Set(
  'totalReturn cagr volatility maxDrawdown avgDrawdown exposure winRate bestTrade worstTrade avgTrade avgWin avgLoss kelly mae mfe valueAtRisk95 conditionalValueAtRisk95 ulcerIndex psr buyAndHoldReturn'.split(
    ' ',
  ),
);
const DURATION = new Set('maxDrawdownDuration avgDrawdownDuration maxTradeDuration avgTradeDuration'.split(' '));
const COUNT = new Set('trades maxConsecutiveWins maxConsecutiveLosses'.split(' '));

function statistics({ statistics: values }: ResultDocument): string {
  const entries = STATISTICS.map((name) => {
    const label = name.replace(/([A-Z]|\d+)/g, ' $1').toLowerCase();
    return `<div><dt>${label}</dt><dd>${statistic(name, values[name] ?? null)}</dd></div>`;
  });
  return `<dl class="stats">${entries.join('')}</dl>`;
}

function statistic(name: string, value: number | null): string {
  if (value === null) return '–';
  if (PERCENT.has(name)) return percent(value);
  if (DURATION.has(name)) return duration(value);
  return COUNT.has(name) ? String(value) : plain(value);
}

function months({ sessions }: ResultDocument): string {
  const byMonth = new Map<string, number>();
  for (const session of sessions) {
    const month = session.date.slice(0, 7);
    byMonth.set(month, (byMonth.get(month) ?? 1) * (1 + session.return));
  }
  const cells = [...byMonth].map(([month, product]) => {
    const value = product - 1;
    return `<div class="${value < 0 ? 'down' : 'up'}"><span>${month}</span>${percent(value)}</div>`;
  });
  return `<div class="months">${cells.join('')}</div>`;
}

function roundTrips({ roundTrips: trips }: ResultDocument): string {
  if (trips.length === 0) return '<p>No position was opened and closed.</p>';
  const rows = trips.slice(0, MOST_ROWS).map((trip, index) => {
    const cells = [
      String(index + 1),
      escape(trip.symbol),
      `${trip.side} ${trip.quantity}`,
      stamp(trip.entryTime),
      String(trip.entryPrice),
      stamp(trip.exitTime),
      String(trip.exitPrice),
      signed(trip.adverse / MONEY, 2),
      signed(trip.favourable / MONEY, 2),
      signed(trip.profit / MONEY, 2),
    ];
    return `<tr class="${trip.profit < 0 ? 'down' : 'up'}">${cells.map((text) => `<td>${text}</td>`).join('')}</tr>`;
  });
  const more = trips.length > MOST_ROWS ? `<p>${trips.length - MOST_ROWS} more are in the exported tables.</p>` : '';
  const heads = ['#', 'Symbol', 'Side', 'Entry (UTC)', 'Price', 'Exit (UTC)', 'Price', 'MAE', 'MFE', 'Net'];
  return `<table><thead><tr>${heads.map((head) => `<th>${head}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>${more}`;
}

const stamp = (time: Micros): string => formatIso(time).slice(0, 19).replace('T', ' ');

function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  const days = Math.floor(minutes / 1_440);
  const hours = Math.floor((minutes % 1_440) / 60);
  return days > 0 ? `${days}d ${hours}h` : hours > 0 ? `${hours}h ${minutes % 60}m` : `${minutes}m`;
}

function fixed(value: number, places: number): string {
  const text = value.toLocaleString('en-US', { minimumFractionDigits: places, maximumFractionDigits: places });
  return text.replace('-', '\u2212');
}

const signed = (value: number, places: number): string =>
  value > 0 ? `+${fixed(value, places)}` : fixed(value, places);
const plain = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : fixed(value, 2);
const percent = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : `${fixed(value * 100, 2)} %`;

/** In one order of keys, whether the result was just made or read from its file. */
const prettyJson = (value: unknown): string => JSON.stringify(JSON.parse(canonicalJson(value)), undefined, 2);

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const STYLE = `
:root{color-scheme:light dark;--ground:#fff;--panel:#f5f6f8;--line:#e2e6ea;--text:#12161b;--soft:#5a6470;--accent:#1d5cc9;--up:#086e53;--down:#bd2434;--down-soft:#f1c6c8}
@media (prefers-color-scheme:dark){:root{--ground:#101317;--panel:#161a1f;--line:#303842;--text:#e6eaee;--soft:#8c96a2;--accent:#6ba6ff;--up:#2fb08c;--down:#ee6264;--down-soft:#57272b}}
body{margin:0 auto;max-width:1160px;padding:24px 20px 60px;background:var(--ground);color:var(--text);font:13px/1.45 "Inter","Segoe UI","DejaVu Sans Condensed",sans-serif;font-variant-numeric:tabular-nums}
h1{font-size:20px;margin:0}h2{font-size:13px;margin:26px 0 8px;color:var(--soft);font-weight:600}header p{margin:2px 0;color:var(--soft)}
.heads{display:flex;flex-wrap:wrap;gap:8px 36px;margin:18px 0 0}.heads dt{color:var(--soft)}.heads dd{margin:0;font-size:18px}
svg{width:100%;height:auto;background:var(--panel)}.line{fill:none;stroke:var(--accent);stroke-width:1.4}.area{fill:var(--down-soft);stroke:var(--down)}.rule{stroke:var(--line)}text{fill:var(--soft);font-size:11px;dominant-baseline:middle}
.stats{display:grid;grid-template-columns:repeat(auto-fill,minmax(250px,1fr));gap:0 32px;margin:0}.stats div{display:flex;justify-content:space-between;border-bottom:1px solid var(--line);padding:2px 0}.stats dt{color:var(--soft)}.stats dd{margin:0}
.months{display:grid;grid-template-columns:repeat(auto-fill,minmax(104px,1fr));gap:4px}.months div{background:var(--panel);padding:6px 8px}.months span{display:block;color:var(--soft);font-size:11px}.months .up,tr.up td:last-child{color:var(--up)}.months .down,tr.down td:last-child{color:var(--down)}
table{width:100%;border-collapse:collapse}th{text-align:right;color:var(--soft);font-weight:400}td{text-align:right;padding:2px 8px;border-bottom:1px solid var(--line);white-space:nowrap}th{padding:2px 8px}
ul{margin:0;padding-left:18px}li.warning::marker{color:var(--down)}pre{background:var(--panel);padding:10px;overflow:auto;white-space:pre-wrap}footer{margin-top:32px;color:var(--soft);overflow-wrap:anywhere}
`;
