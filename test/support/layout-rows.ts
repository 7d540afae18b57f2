/** One bar as every layout writes it: the instant of its open in milliseconds, exact cents, whole lots of shares. */
export interface LayoutRow {
  readonly ms: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

const MINUTE_MS = 60_000;
const DAYS = ['2024-03-04', '2024-03-05'];
/** 09:30 New York before the change to summer time. */
const OPEN_UTC = 'T14:30:00Z';

/** Two whole sessions of one-minute bars, 780 rows, the same ones each time; volume is highest at the open and the close. */
export function layoutRows(): readonly LayoutRow[] {
  let cents = 17_500;
  let seed = 7;
  const random = (): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  return DAYS.flatMap((day) =>
    Array.from({ length: 390 }, (_, minute) => {
      const open = cents;
      cents += Math.round((random() - 0.5) * 20);
      const edge = Math.abs(minute - 195) / 195;
      return {
        ms: Date.parse(`${day}${OPEN_UTC}`) + minute * MINUTE_MS,
        open: open / 100,
        high: (Math.max(open, cents) + 1) / 100,
        low: (Math.min(open, cents) - 1) / 100,
        close: cents / 100,
        volume: 100 * Math.ceil(1 + random() * 20 + 300 * edge ** 4),
      };
    }),
  );
}

const CLOCKS = new Map<string, Intl.DateTimeFormat>();

/** Wall time of a zone as `yyyy-MM-dd HH:mm:ss`. */
export function wall(ms: number, timeZone: string): string {
  let format = CLOCKS.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    CLOCKS.set(timeZone, format);
  }
  return format.format(ms);
}
