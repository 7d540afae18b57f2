/** Figures as text: tabular, equal places, minus U+2212, a space before a unit, an en dash where there is none. */
const plain = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const byPlaces = new Map<number, Intl.NumberFormat>();
export const MINUS = '\u2212';
export const NONE = '–';

function withPlaces(places: number): Intl.NumberFormat {
  let format = byPlaces.get(places);
  if (format === undefined) {
    format = new Intl.NumberFormat('en-US', { minimumFractionDigits: places, maximumFractionDigits: places });
    byPlaces.set(places, format);
  }
  return format;
}

const withMinus = (text: string): string => text.replace('-', MINUS);

/** `1,363,400` */
export function formatCount(value: number): string {
  return withMinus(plain.format(value));
}

/** `165.40`, with `places` decimals. */
export function formatFixed(value: number, places: number): string {
  return withMinus(withPlaces(places).format(value));
}

/** `98.7 %` of a figure that is already in percent. */
export function formatPercent(value: number, places = 1): string {
  return `${formatFixed(value, places)} %`;
}

/** `+0.76` or `−0.08`; zero carries no sign. */
export function formatSigned(value: number, places: number): string {
  const text = withPlaces(places).format(Math.abs(value));
  const isZero = Number(text.replaceAll(',', '')) === 0;
  return isZero ? text : value > 0 ? `+${text}` : `${MINUS}${text}`;
}

/** `+0.76 %` of a fraction. */
export function formatChange(fraction: number): string {
  return `${formatSigned(fraction * 100, 2)} %`;
}

/** `up`, `down` or `t3`: the class of a change's colour. */
export function directionOf(value: number): 'up' | 'down' | 't3' {
  return value > 0 ? 'up' : value < 0 ? 'down' : 't3';
}

/** `35.99 M`, `1.24 M`, `12,345`: volumes keep four figures from a million on. */
export function formatVolume(value: number): string {
  if (value >= 1e9) return `${formatFixed(value / 1e9, 2)} B`;
  if (value >= 1e6) return `${formatFixed(value / 1e6, 2)} M`;
  return Number.isInteger(value)
    ? formatCount(value)
    : withMinus(new Intl.NumberFormat('en-US', { maximumFractionDigits: 8 }).format(value));
}

/** `13.2 MB`, in powers of 1,000. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${formatCount(bytes)} B`;
  if (bytes < 1e6) return `${formatFixed(bytes / 1e3, bytes < 1e5 ? 1 : 0)} kB`;
  if (bytes < 1e9) return `${formatFixed(bytes / 1e6, 1)} MB`;
  return `${formatFixed(bytes / 1e9, 2)} GB`;
}

/** `1 file`, `4 files`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** `12 s left`, `3 min left`, `2 h 10 min left`: how long something still takes, rounded up. */
export function formatTimeLeft(wallMs: number): string {
  const seconds = Math.max(1, Math.ceil(wallMs / 1_000));
  if (seconds < 90) return `${seconds} s left`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `${minutes} min left` : `${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
}
