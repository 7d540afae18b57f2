import './icon.css';
import type { ReactElement } from 'react';

const circle = 'M13.75 8a5.75 5.75 0 1 1-11.5 0a5.75 5.75 0 1 1 11.5 0';

/** Outlines on a 16 by 16 grid, drawn with the stroke of the tokens. */
const PATHS = {
  again: 'M13 8a5 5 0 1 1-1.6-3.7M13.25 2.5v3h-3',
  ask: `${circle}M6.4 6.4a1.7 1.7 0 1 1 2.3 1.7c-.5.2-.7.5-.7 1M8 11.2v.01`,
  bad: `${circle}M5.9 5.9l4.2 4.2M10.1 5.9l-4.2 4.2`,
  calendar: 'M2.5 4h11v9.5h-11zM2.5 7h11M5.25 2.5v3M10.75 2.5v3',
  check: 'M3.5 8.5l3 3 6-7',
  chevron: 'M4 6l4 4 4-4',
  close: 'M4 4l8 8M12 4l-8 8',
  down: 'M4 6l4 4 4-4',
  export: 'M8 10.5V3M4.75 6L8 2.75 11.25 6M2.5 13.5h11',
  import: 'M8 2.5v7.5M4.75 7L8 10.25 11.25 7M2.5 13.5h11',
  indicator: 'M2 11.5c2.5 0 3-7 5.5-7s3 7 6.5 7',
  info: `${circle}M8 7.25v3.5M8 5.2v.01`,
  library: 'M2.5 3.5h11v3h-11zM2.5 9.5h11v3h-11zM5 5h2M5 11h2',
  link: 'M6.5 9.5l3-3M7 4.5l1.25-1.25a2.65 2.65 0 0 1 3.75 0l.75.75a2.65 2.65 0 0 1 0 3.75L11.5 9M9 11.5l-1.25 1.25a2.65 2.65 0 0 1-3.75 0L3.25 12a2.65 2.65 0 0 1 0-3.75L4.5 7',
  maximise: 'M3 6V3h3M13 6V3h-3M3 10v3h3M13 10v3h-3',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  next: 'M3 3.5v9L8 8zM8 3.5v9L13 8zM13.5 3.5v9',
  ok: `${circle}M5.5 8.25l1.75 1.75 3.25-3.75`,
  open: 'M2.5 12.5v-9h4l1.5 2h5.5v7z',
  pause: 'M5.25 3.5v9M10.75 3.5v9',
  play: 'M4.5 2.75v10.5L13 8z',
  plus: 'M8 3v10M3 8h10',
  previous: 'M13 3.5v9L8 8zM8 3.5v9L3 8zM2.5 3.5v9',
  replay: `${circle}M6.75 5.75v4.5L10.25 8z`,
  results: 'M2.25 13.5h11.5M2.75 10.5l3-3.5 2.5 2 4.75-6',
  right: 'M6 4l4 4-4 4',
  search: 'M11.25 7a4.25 4.25 0 1 1-8.5 0a4.25 4.25 0 1 1 8.5 0M10.25 10.25L14 14',
  settings: 'M2 4.5h7M13 4.5h1M2 11.5h1M7 11.5h7M12.75 4.5a1.75 1.75 0 1 1-3.5 0a1.75 1.75 0 1 1 3.5 0M6.75 11.5a1.75 1.75 0 1 1-3.5 0a1.75 1.75 0 1 1 3.5 0',
  'step-back': 'M13 8H5M8 4.5L4.5 8 8 11.5',
  'step-forward': 'M3 8h8M8 4.5L11.5 8 8 11.5',
  strategies: 'M5.25 4L1.75 8l3.5 4M10.75 4l3.5 4-3.5 4M9 3L7 13',
  up: 'M4 10l4-4 4 4',
  warn: 'M8 2.25L14.25 13H1.75zM8 6.5v3M8 11.25v.01',
} as const; // prettier-ignore

export type IconName = keyof typeof PATHS;

const FILLED: ReadonlySet<IconName> = new Set(['play']);

/** Decoration only: the control around it carries the name. */
export function Icon({ name, small, tone }: { name: IconName; small?: boolean; tone?: string }): ReactElement {
  const classes = ['i', small === true ? 'small' : '', tone ?? ''].filter(Boolean).join(' ');
  return (
    <svg className={classes} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} fill={FILLED.has(name) ? 'currentColor' : 'none'} />
    </svg>
  );
}
