import { counted } from '../../shared/lang/number-text.ts';
import { MICROS_PER_SECOND } from '../../shared/market/time.ts';
import type { Finding, SessionMark, TradingRecord } from '../../shared/trading/result.ts';
import type { RoundTrip } from '../../shared/trading/position.ts';
import type { ParameterDeclaration, ParameterValue } from '../../shared/trading/strategy.ts';

const MONEY = 10_000;
const MINUTE = 60 * MICROS_PER_SECOND;
const FEW_TRADES = 30;
/** A round trip over less than this share of slots with a bar, or with proof that nothing traded, stands on poor ground. */
const GOOD_QUALITY = 0.95;
/** Time without a point of the equity curve, while a position was held, that counts as a gap. */
const GAP = 10 * MINUTE;

type Rule = (input: ReviewInput) => Finding | undefined;

interface ReviewInput {
  readonly record: TradingRecord;
  readonly params: Readonly<Record<string, ParameterValue>>;
  readonly declared: Readonly<Record<string, ParameterDeclaration>>;
}

/** What makes a result doubtful, each with its figures; nothing where nothing does. */
export function reviewOf(
  record: TradingRecord,
  params: ReviewInput['params'],
  declared: ReviewInput['declared'],
): readonly Finding[] {
  return RULES.flatMap((rule) => rule({ record, params, declared }) ?? []);
}

const RULES: readonly Rule[] = [
  lateFills,
  fillsOutside,
  ambiguousExits,
  fewTrades,
  flatEquity,
  gapJumps,
  lowQuality,
  edgeParameters,
  fewTradesCarry,
  openPositions,
];

/** Fills that had to wait for data for more than a minute of the same session. */
function lateFills({ record: { fills, orders, sessions } }: ReviewInput): Finding | undefined {
  const late = fills.filter(({ order, time }) => {
    const placed = orders[order - 1];
    if (placed?.kind.type !== 'market') return false;
    const session = sessionAt(sessions, time);
    return time - Math.max(placed.activeAt, session?.open ?? placed.activeAt) > MINUTE;
  });
  if (late.length === 0) return undefined;
  return {
    code: 'stale-fills',
    severity: 'warning',
    message: `${late.length} of ${fills.length} fills waited over a minute for data: the price had time to go elsewhere unseen.`,
    count: late.length,
  };
}

function fillsOutside({ record: { fills, sessions } }: ReviewInput): Finding | undefined {
  const outside = fills.filter(({ time }) => sessionAt(sessions, time) === undefined && sessions.length > 0);
  const last = sessions.at(-1);
  const count = outside.filter(({ time }) => last === undefined || time <= last.close).length;
  if (count === 0) return undefined;
  return {
    code: 'outside-session-fills',
    severity: 'warning',
    message: `${count} of ${fills.length} fills lie outside of the sessions played.`,
    count,
  };
}

function ambiguousExits({ record: { ambiguousExits: count, roundTrips } }: ReviewInput): Finding | undefined {
  if (count === 0) return undefined;
  const share = count / Math.max(1, roundTrips.length);
  return {
    code: 'ambiguous-exits',
    severity: share > 0.05 ? 'warning' : 'note',
    message: `${count} of ${roundTrips.length} exits had stop and target in one bar; the stop was taken (S18). Finer bars would tell.`,
    count,
    roundTrips: numbersOf(roundTrips, (trip) => trip.isAmbiguous),
  };
}

function fewTrades({ record: { roundTrips, fills } }: ReviewInput): Finding | undefined {
  const count = roundTrips.length;
  if (fills.length === 0 || count >= FEW_TRADES) return undefined;
  return {
    code: 'few-trades',
    severity: 'warning',
    message: `${counted(count, 'round trip')} ${count === 1 ? 'is' : 'are'} few: averages and ratios of fewer than ${FEW_TRADES} say little.`,
    count,
  };
}

function flatEquity({ record: { sessions, fills } }: ReviewInput): Finding | undefined {
  const flat = sessions.filter(({ equity }, index) => index > 0 && equity === sessions[index - 1]?.equity).length;
  if (fills.length === 0 || flat * 2 <= sessions.length) return undefined;
  return {
    code: 'flat-equity',
    severity: 'note',
    message: `Equity did not change in ${flat} of ${sessions.length} sessions; yearly figures rest on the others.`,
    count: flat,
  };
}

/** Profit that came while no bar was seen: between points of the curve far apart in one session. */
function gapJumps({ record: { equity: curve, sessions, roundTrips } }: ReviewInput): Finding | undefined {
  const { time, equity, exposure } = curve;
  let [count, money] = [0, 0];
  for (let row = 1; row < time.length; row++) {
    const [before, at] = [time[row - 1] as number, time[row] as number];
    if (at - before < GAP || exposure[row - 1] === 0) continue;
    if (sessionAt(sessions, before) !== sessionAt(sessions, at)) continue;
    count += 1;
    money += (equity[row] as number) - (equity[row - 1] as number);
  }
  const profit = roundTrips.reduce((sum, trip) => sum + trip.profit, 0);
  if (count === 0 || Math.abs(money) < Math.abs(profit) * 0.1) return undefined;
  return {
    code: 'gap-jumps',
    severity: 'warning',
    message: `Equity moved by ${(money / MONEY).toFixed(2)} over ${counted(count, 'gap')} of ten minutes and more: prices in between are not known.`,
    count,
  };
}

/** Quality of the data under each round trip: of the slots from its entry to its exit, not of its sessions. */
function lowQuality({ record: { roundTrips } }: ReviewInput): Finding | undefined {
  const isPoor = ({ expectedSlots, missingSlots }: RoundTrip): boolean =>
    expectedSlots > 0 && 1 - missingSlots / expectedSlots < GOOD_QUALITY;
  const poor = roundTrips.filter(isPoor);
  if (poor.length === 0) return undefined;
  const missing = poor.reduce((sum, trip) => sum + trip.missingSlots, 0);
  const expected = poor.reduce((sum, trip) => sum + trip.expectedSlots, 0);
  return {
    code: 'low-quality',
    severity: 'warning',
    message: `${poor.length} of ${roundTrips.length} round trips stand on poor data: ${missing} of the ${expected} slots from entry to exit are missing.`,
    count: poor.length,
    roundTrips: numbersOf(roundTrips, isPoor),
  };
}

function edgeParameters({ params, declared }: ReviewInput): Finding | undefined {
  const edge = Object.entries(declared).flatMap(([name, declaration]) => {
    if (declaration.type !== 'number') return [];
    const value = params[name] ?? declaration.default;
    return value === declaration.min || value === declaration.max ? [`${name} ${value}`] : [];
  });
  if (edge.length === 0) return undefined;
  return {
    code: 'edge-parameters',
    severity: 'note',
    message: `At the edge of their range: ${edge.join(', ')}. A better value may lie beyond it.`,
    count: edge.length,
  };
}

function fewTradesCarry({ record: { roundTrips } }: ReviewInput): Finding | undefined {
  const profits = roundTrips.map(({ profit }) => profit).sort((a, b) => b - a);
  const total = profits.reduce((sum, profit) => sum + profit, 0);
  const best = Math.max(1, Math.round(profits.length * 0.05));
  const rest = profits.slice(best).reduce((sum, profit) => sum + profit, 0);
  if (profits.length < 5 || total <= 0 || rest > 0) return undefined;
  const share = best === 1 ? 'the best round trip' : `the best ${best} round trips`;
  return {
    code: 'few-trades-carry',
    severity: 'warning',
    message: `Without ${share} the profit of ${(total / MONEY).toFixed(2)} would be ${(rest / MONEY).toFixed(2)}.`,
    count: best,
  };
}

function openPositions({ record: { fills } }: ReviewInput): Finding | undefined {
  const held = new Map<string, number>();
  for (const { symbol, side, quantity } of fills) {
    held.set(symbol, (held.get(symbol) ?? 0) + (side === 'buy' ? quantity : -quantity));
  }
  const open = [...held].filter(([, quantity]) => Math.abs(quantity) > 1e-9);
  if (open.length === 0) return undefined;
  const list = open.map(([symbol, quantity]) => `${Number(quantity.toFixed(9))} ${symbol}`).join(', ');
  return {
    code: 'open-positions',
    severity: 'note',
    message: `Open at the end and valued at the last close: ${list}.`,
    count: open.length,
  };
}

function sessionAt(sessions: readonly SessionMark[], time: number): SessionMark | undefined {
  return sessions.find(({ open, close }) => time >= open && time <= close);
}

/** Numbers from 1 of the round trips that are so. */
function numbersOf(trips: readonly RoundTrip[], is: (trip: RoundTrip) => boolean): number[] {
  return trips.flatMap((trip, index) => (is(trip) ? [index + 1] : []));
}
