/** One-minute bars of a New York session as CSV: `minutes` of them from 09:30 on, each day, in UTC. Prices walk on a cent grid. */
export function sessionCsv(days: readonly string[], minutes = 390, options: { readonly zoned?: boolean } = {}): string {
  const lines = ['ts,symbol,open,high,low,close,volume'];
  for (const [day, date] of days.entries()) {
    for (let minute = 0; minute < minutes; minute++) {
      const clock = new Date(Date.parse(`${date}T09:30:00Z`) + minute * 60_000).toISOString().slice(0, 19);
      const price = 100 + day + (minute % 7) / 100;
      const stamp = options.zoned === false ? clock.replace('T', ' ') : `${clock}-04:00`;
      lines.push(
        `${stamp},SPY,${price.toFixed(2)},${(price + 0.05).toFixed(2)},${(price - 0.05).toFixed(2)},${price.toFixed(2)},${100 + minute}`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}
