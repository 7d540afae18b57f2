/** Exchange hours that stamps are fitted against. Wall minutes of the exchange's zone; lunch breaks are left out. */
export interface Market {
  readonly label: string;
  readonly timeZone: string;
  readonly open: number;
  readonly close: number;
  /** Built-in calendar with these hours. */
  readonly calendar?: string;
  /** Zones that sources of this market stamp in, beside its own and UTC. */
  readonly otherZones: readonly string[];
}

const at = (hour: number, minute = 0): number => hour * 60 + minute;

export const US_EQUITIES: Market = {
  label: 'US equities',
  timeZone: 'America/New_York',
  open: at(9, 30),
  close: at(16),
  calendar: 'us-equities',
  otherZones: ['America/Chicago', 'Europe/London', '-05:00', 'America/Los_Angeles', 'Europe/Berlin'],
};
/** Rows without volume, such as quotes, show no peak inside regular hours: only the ends of the whole trading day tell. */
export const US_EXTENDED: Market = { ...US_EQUITIES, label: 'US equities, extended hours', open: at(4), close: at(20) };
export const CME_INDEX: Market = {
  label: 'CME index futures, day hours',
  timeZone: 'America/Chicago',
  open: at(8, 30),
  close: at(15, 15),
  calendar: 'cme',
  otherZones: ['America/New_York'],
};
const LETTERED: readonly Market[] = [
  US_EQUITIES,
  {
    label: 'NSE India',
    timeZone: 'Asia/Kolkata',
    open: at(9, 15),
    close: at(15, 30),
    calendar: 'nse-india',
    otherZones: [],
  },
  { label: 'London', timeZone: 'Europe/London', open: at(8), close: at(16, 30), otherZones: [] },
  { label: 'Xetra', timeZone: 'Europe/Berlin', open: at(9), close: at(17, 30), otherZones: [] },
  { label: 'Eurex', timeZone: 'Europe/Berlin', open: at(9), close: at(22), otherZones: [] },
];
const NUMBERED: readonly Market[] = [
  { label: 'Tokyo', timeZone: 'Asia/Tokyo', open: at(9), close: at(15), otherZones: [] },
  { label: 'Hong Kong', timeZone: 'Asia/Hong_Kong', open: at(9, 30), close: at(16), otherZones: [] },
]; // prettier-ignore

/** Exchanges that a symbol may belong to. Those of Tokyo and Hong Kong number their shares; their hours would otherwise pass for New York's. */
export function exchangesOf(symbol: string | undefined): readonly Market[] {
  return /^\d{4,5}([.-][A-Z]+)?$/.test(symbol ?? '') ? NUMBERED : LETTERED;
}

export function hoursText(market: Market): string {
  return `${clockText(market.open)} to ${clockText(market.close)} ${cityOf(market.timeZone)}`;
}

export function clockText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** `New York` of `America/New_York`. */
export function cityOf(timeZone: string): string {
  return (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
}
