const TOKENS = {
  ground: '--chart-ground',
  grid: '--chart-grid',
  cross: '--chart-cross',
  sessionBreak: '--chart-break',
  tag: '--chart-tag',
  tagInk: '--chart-tag-ink',
  accent: '--accent',
  series2: '--series-2',
  series3: '--series-3',
  series4: '--series-4',
  line: '--line-1',
  up: '--up',
  down: '--down',
  upSoft: '--up-soft',
  downSoft: '--down-soft',
  text1: '--text-1',
  text2: '--text-2',
  text3: '--text-3',
  missingGround: '--slot-missing-ground',
  missingHatch: '--slot-missing-hatch',
  fontUi: '--font-ui',
} as const;

/** Colours of the tokens as they are now; canvases cannot name CSS variables. */
export type ChartColours = { readonly [Name in keyof typeof TOKENS]: string };

export function readChartColours(element: Element): ChartColours {
  const style = getComputedStyle(element);
  const entries = Object.entries(TOKENS).map(([name, token]) => [name, style.getPropertyValue(token).trim()]);
  return Object.fromEntries(entries) as ChartColours;
}
