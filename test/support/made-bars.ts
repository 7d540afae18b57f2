/** A CSV of 1m bars as a broker writes them: times of the New York clock without a zone, `390` rows a session. Prices walk by cents, the same
 * ones each time. */
export function newYorkMinutes(dates: readonly string[], firstPrice = 50): string {
  const lines = ['Date,Time,Open,High,Low,Close,Volume'];
  let cents = firstPrice * 100;
  let seed = 1;
  const random = (): number => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  for (const date of dates) {
    for (let minute = 570; minute < 960; minute++) {
      const open = cents;
      cents += Math.round((random() - 0.5) * 12);
      const clock = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00`;
      const prices = [open, Math.max(open, cents), Math.min(open, cents), cents].map((price) =>
        (price / 100).toFixed(2),
      );
      lines.push(`${date},${clock},${prices.join(',')},${100 + Math.floor(random() * 900)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
