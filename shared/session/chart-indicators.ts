/** A number of an indicator that a person may choose; whole unless `step` is smaller than 1. Ends inclusive. */
export interface IndicatorFigure {
  readonly label: string;
  readonly initial: number;
  readonly least: number;
  readonly most: number;
  readonly step: number;
}

interface IndicatorKind {
  /** As a list of indicators calls it. */
  readonly title: string;
  readonly figures: readonly IndicatorFigure[];
}

const length = (initial: number, label = 'Bars'): IndicatorFigure => ({
  ...{ label, initial, least: 1, most: 1_000, step: 1 },
});
const factor = (initial: number, label: string): IndicatorFigure => ({
  ...{ label, initial, least: 0.1, most: 20, step: 0.1 },
});

/** Indicators that a chart can show by itself, beside the lines of a strategy. */
export const CHART_INDICATOR_KINDS = {
  sma: { title: 'SMA', figures: [length(20)] },
  ema: { title: 'EMA', figures: [length(20)] },
  wma: { title: 'WMA', figures: [length(20)] },
  vwap: { title: 'VWAP of the session', figures: [] },
  'opening-range': { title: 'Opening range', figures: [{ ...length(15, 'Minutes'), most: 240 }] },
  highest: { title: 'Highest', figures: [length(20)] },
  lowest: { title: 'Lowest', figures: [length(20)] },
  bollinger: { title: 'Bollinger', figures: [{ ...length(20), least: 2 }, factor(2, 'Deviations')] },
  keltner: { title: 'Keltner', figures: [length(20), factor(2, 'Ranges'), length(10, 'Bars of the range')] },
  rsi: { title: 'RSI', figures: [length(14)] },
  macd: { title: 'MACD', figures: [length(12, 'Fast'), length(26, 'Slow'), length(9, 'Signal')] },
  stochastic: { title: 'Stochastic', figures: [length(14), length(3, 'Smoothing'), length(3, 'Signal')] },
  atr: { title: 'ATR', figures: [length(14)] },
  adx: { title: 'ADX', figures: [length(14)] },
  deviation: { title: 'Standard deviation', figures: [{ ...length(20), least: 2 }] },
  cvd: { title: 'Cumulative volume delta', figures: [] },
} as const satisfies Record<string, IndicatorKind>;

export type ChartIndicatorKind = keyof typeof CHART_INDICATOR_KINDS;

/** What settings and subscriptions call an indicator: its kind, and its figures where they are not the usual ones. `sma-50`, `rsi`,
 * `bollinger-20-2.5`. */
export type ChartIndicator = ChartIndicatorKind | `${ChartIndicatorKind}-${string}`;

/** Most indicators of one chart. */
export const MOST_CHART_INDICATORS = 24;

/** Those that are offered without a choice of figures. */
export const USUAL_CHART_INDICATORS: readonly ChartIndicator[] = [
  ...(['sma-20', 'sma-50', 'sma-200', 'ema-9', 'ema-20', 'vwap'] as const),
  ...(['opening-range-5', 'opening-range-15', 'opening-range-30'] as const),
  ...(['bollinger', 'keltner', 'rsi', 'macd', 'stochastic', 'atr', 'adx', 'cvd'] as const),
];

export interface ParsedIndicator {
  readonly kind: ChartIndicatorKind;
  /** As many as the kind has. */
  readonly figures: readonly number[];
}

const KINDS = Object.keys(CHART_INDICATOR_KINDS) as ChartIndicatorKind[];
const figuresOf = (kind: ChartIndicatorKind): readonly IndicatorFigure[] => CHART_INDICATOR_KINDS[kind].figures;

/** The kind and the figures of an id; undefined where it is none. */
export function parseChartIndicator(id: string): ParsedIndicator | undefined {
  const kind = KINDS.find((one) => id === one || id.startsWith(`${one}-`));
  if (kind === undefined) return undefined;
  const wanted = figuresOf(kind);
  if (id === kind) return { kind, figures: wanted.map(({ initial }) => initial) };
  const parts = id.slice(kind.length + 1).split('-');
  const figures = parts.map(Number);
  const isRight = parts.every((part) => part !== '') && figures.length === wanted.length;
  return isRight && wanted.every((figure, at) => isInside(figure, figures[at])) ? { kind, figures } : undefined;
}

/** True for a value that the figure may take. */
export function isInside({ least, most, step }: IndicatorFigure, value: number | undefined): boolean {
  return value !== undefined && value >= least && value <= most && (step < 1 || Number.isInteger(value));
}

/** The id of a kind with figures; undefined where one of them is out of its bounds. Equal for equal choices. */
export function chartIndicator(kind: ChartIndicatorKind, figures: readonly number[]): ChartIndicator | undefined {
  const id = figures.length === 0 ? kind : (`${kind}-${figures.join('-')}` as const);
  if (parseChartIndicator(id) === undefined) return undefined;
  return USUAL_CHART_INDICATORS.find((usual) => isSame(parseChartIndicator(usual), { kind, figures })) ?? id;
}

function isSame(a: ParsedIndicator | undefined, b: ParsedIndicator): boolean {
  return a?.kind === b.kind && a.figures.every((figure, at) => figure === b.figures[at]);
}

/** How an indicator reads: `SMA 20`, `Bollinger 20, 2`, `Opening range, 15 minutes`. */
export function indicatorLabel(id: ChartIndicator): string {
  const parsed = parseChartIndicator(id);
  if (parsed === undefined) return id;
  const { title } = CHART_INDICATOR_KINDS[parsed.kind];
  if (parsed.kind === 'opening-range') return `${title}, ${parsed.figures.join()} minutes`;
  return [title, parsed.figures.join(', ')].filter(Boolean).join(' ');
}
