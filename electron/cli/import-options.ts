import { InvalidArgumentError, type Command, Option } from 'commander';

import { COLUMN_MEANINGS, type ColumnMeaning, type ImportOptions } from '../../shared/store/import.ts';
import { choice, intervalValue, wholeNumber } from './option-values.ts';

/** The answers that `import` and `inspect` take instead of guessing (E2); commander names them as {@link ImportOptions} does. */
export function addImportOptions(command: Command): Command {
  return command
    .addOption(choice('--kind <kind>', 'what the rows are', ['bars', 'quotes', 'trades']))
    .option('--symbol <symbol>', 'symbol of all rows', textValue(64))
    .addOption(new Option('--interval <interval>', 'length of a bar').argParser(intervalValue))
    .addOption(
      choice('--sampled <how>', 'quotes: every change, or the last one of each second or minute', [
        'event',
        '1s',
        '1m',
      ]),
    )
    .option('--time-zone <zone>', 'zone of stamps that carry none: America/New_York, -05:00', textValue(64))
    .addOption(choice('--time-unit <unit>', 'unit of numeric stamps', ['s', 'ms', 'us', 'ns']))
    .addOption(
      choice('--date-order <order>', 'which of day and month comes first in dates such as 02/03/2010', ['dmy', 'mdy']),
    )
    .addOption(choice('--stamp <edge>', 'whether a bar carries its open or its close time', ['open', 'close']))
    .option('--price-scale <places>', 'decimal places of prices, 0 to 9', wholeNumber(0, 9))
    .option('--map <pairs>', 'column=meaning,... for columns that are not recognised', mapValue)
    .option('--delimiter <character>', 'of a text file; \\t for tab', delimiterValue)
    .option('--encoding <name>', 'of a text file', textValue(32))
    .option('--calendar <calendar>', 'exchange calendar of the symbols', textValue(256))
    .option('--source <name>', 'where the data come from', textValue(64))
    .option('--lists-every-trade', 'the source sends every bar that traded: an empty slot is proof of no trade');
}

/** Keys of {@link ImportOptions} out of parsed options; globals and the command's own are left out. */
export function importOptionsOf(parsed: Readonly<Record<string, unknown>>): ImportOptions {
  const keys = [
    'kind', 'symbol', 'interval', 'sampled', 'timeZone', 'timeUnit', 'dateOrder', 'stamp', 'priceScale', 'map', 'delimiter', 'encoding',
    'calendar', 'source', 'listsEveryTrade',
  ] as const satisfies readonly (keyof ImportOptions)[]; // prettier-ignore
  return Object.fromEntries(keys.filter((key) => parsed[key] !== undefined).map((key) => [key, parsed[key]]));
}

function textValue(longest: number): (text: string) => string {
  return (text) => {
    if (text === '' || text.length > longest) throw new InvalidArgumentError(`Write 1 to ${longest} characters.`);
    return text;
  };
}

function delimiterValue(text: string): string {
  const character = text === '\\t' ? '\t' : text;
  if (character.length !== 1) throw new InvalidArgumentError('Write one character.');
  return character;
}

/** `t=time,o=open`; a column's name may hold `=`, a meaning does not. */
function mapValue(text: string): Record<string, ColumnMeaning> {
  const map: Record<string, ColumnMeaning> = {};
  for (const pair of text.split(',')) {
    const cut = pair.lastIndexOf('=');
    const meaning = pair.slice(cut + 1).trim();
    if (cut < 1 || !isMeaning(meaning))
      throw new InvalidArgumentError(`'${pair}' is no column=meaning. Meanings are ${COLUMN_MEANINGS.join(', ')}.`);
    map[pair.slice(0, cut).trim()] = meaning;
  }
  return map;
}

function isMeaning(text: string): text is ColumnMeaning {
  return (COLUMN_MEANINGS as readonly string[]).includes(text);
}
