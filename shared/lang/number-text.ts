/** Made when it is first used: the first formatter of a process takes as long as a tenth of `--help`. */
let grouped: Intl.NumberFormat | undefined;

/** `1,872,000` */
export function count(value: number): string {
  grouped ??= new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
  return grouped.format(value);
}

/** `1 file`, `1,872 files`; of nouns that take an s. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** `62.40`, of a percentage. */
export function percentText(value: number | undefined): string | undefined {
  return value?.toFixed(2);
}

/** `5.2 MB`, in powers of ten. */
export function byteText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}
