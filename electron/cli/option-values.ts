import { InvalidArgumentError, Option } from 'commander';

import { parseInterval, type Interval } from '../../shared/market/interval.ts';
import { parseSessionDate, type SessionDate } from '../../shared/market/time.ts';

/** Readers of option values; what they refuse ends the command with exit code 2 and the option's name before the message. */

export function intervalValue(text: string): Interval {
  const interval = parseInterval(text);
  if (interval === undefined) throw new InvalidArgumentError('Write an interval as 1s, 5m, 1h, 1d or 1w.');
  return interval;
}

export function dateValue(text: string): SessionDate {
  const date = parseSessionDate(text);
  if (date === undefined) throw new InvalidArgumentError('Write a session date that exists as YYYY-MM-DD.');
  return date;
}

/** Whole numbers from `least` to `most`, both inclusive. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new InvalidArgumentError(`Write a whole number from ${least} to ${most}.`);
    return value;
  };
}

export function choice(flags: string, description: string, values: readonly string[]): Option {
  return new Option(flags, description).choices(values);
}

/** `--from` and `--to`, session dates, both inclusive (S23). */
export function dateOptions(): readonly Option[] {
  return [
    new Option('--from <date>', 'first session date').argParser(dateValue),
    new Option('--to <date>', 'last session date, inclusive').argParser(dateValue),
  ];
}

/** Text under a command's help. */
export function example(...lines: readonly string[]): string {
  return `\nExample:\n${lines.map((line) => `  $ tapedeck ${line}`).join('\n')}`;
}
