/** A strategy as a person knows it: a file by its name, without its folders. */
export function strategyLabel(name: string): string {
  return name.split(/[\\/]/).at(-1) ?? name;
}
