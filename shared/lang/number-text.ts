/** Made when they are first used: the first formatter of a process takes as long as a tenth of `--help`. */
let whole: Intl.NumberFormat | undefined;
let exact: Intl.NumberFormat | undefined;

/** `1,872,000` */
export function count(value: number): string {
  whole ??= new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
  return whole.format(value);
}

/** `1,872.5`, with up to 9 places. */
export function decimal(value: number): string {
  exact ??= new Intl.NumberFormat('en-US', { maximumFractionDigits: 9 });
  return exact.format(value);
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
