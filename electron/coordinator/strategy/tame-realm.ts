import type { Taken } from '../../strategy/runner/copy-plain.ts';

/** Takes from a strategy's realm what would make two runs differ: the session clock is its only clock and seeded numbers are its only chance
 * (S5, C8). Nothing of Node was ever in it. Compiled there from its own text: it refers to nothing outside of itself. */
export function tameRealm(): void {
  const scope = globalThis as unknown as Record<string, unknown>;
  const { defineProperty } = Object;
  const RealmError = Error;

  const refused = (name: string, instead: string) => (): never => {
    throw new RealmError(`${name} is not there for a strategy. ${instead}.`);
  };
  const fix = (owner: object, name: string | symbol, value: unknown): void => {
    defineProperty(owner, name, { value, writable: false, enumerable: false, configurable: false });
  };

  const now = refused('The wall clock', 'Use ctx.data.clock');
  const RealmDate = Date;
  const here = refused("This computer's time zone", 'Times are in UTC: write the zone, use Date.UTC and getUTCHours');
  const { construct, apply } = Reflect;
  const { test } = RegExp.prototype as unknown as Taken<'test'>;
  // A date alone is UTC, a time needs its zone; all other texts are read by the clock of this computer.
  const isZoned = /^(\d{4}|[+-]\d{6})(-\d\d(-\d\d)?)?$|\d:\d\d(:\d\d([.,]\d+)?)?\s*(Z|GMT|UTC|[+-]\d\d:?\d\d)$/i;
  const inZone = (given: unknown): unknown => {
    if (typeof given === 'string' && !apply(test, isZoned, [given])) here();
    return given;
  };
  const SessionDate = new Proxy(RealmDate, {
    construct: (target, given: unknown[], made) => {
      if (given.length === 0) now();
      if (given.length > 1) here();
      return construct(target, [inZone(given[0])], made) as Date;
    },
    apply: now,
  });
  const { parse } = RealmDate;
  fix(RealmDate, 'now', now);
  fix(RealmDate, 'parse', (text: unknown) => parse(inZone(text) as string));
  const parts = ['FullYear', 'Month', 'Date', 'Hours', 'Minutes', 'Seconds', 'Milliseconds'];
  for (const part of parts) for (const verb of ['get', 'set']) fix(RealmDate.prototype, `${verb}${part}`, here);
  for (const name of ['getDay', 'getYear', 'setYear', 'getTimezoneOffset', 'toDateString', 'toTimeString'])
    fix(RealmDate.prototype, name, here);
  const { toISOString, getTime } = RealmDate.prototype as unknown as Taken<'toISOString' | 'getTime'>;
  fix(RealmDate.prototype, 'toString', toISOString);
  fix(RealmDate.prototype, Symbol.toPrimitive, function (this: Date, hint: string) {
    return apply(hint === 'number' ? getTime : toISOString, this, []) as unknown;
  });
  const locale = refused("This computer's language", 'Use toFixed, toUpperCase, < and >');
  const worded: readonly [object, readonly string[]][] = [
    [RealmDate.prototype, ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString']],
    [Number.prototype, ['toLocaleString']],
    [BigInt.prototype, ['toLocaleString']],
    [Array.prototype, ['toLocaleString']],
    [String.prototype, ['localeCompare', 'toLocaleLowerCase', 'toLocaleUpperCase']],
  ];
  for (const [owner, names] of worded) for (const name of names) fix(owner, name, locale);
  fix(RealmDate.prototype, 'constructor', SessionDate);
  fix(scope, 'Date', SessionDate);
  fix(Math, 'random', refused('Math.random', 'Use ctx.random.next(): it gives the same numbers in the same run'));
  for (const name of ['setTimeout', 'setInterval', 'setImmediate']) fix(scope, name, refused(name, 'Use ctx.timers'));
  fix(scope, 'queueMicrotask', refused('queueMicrotask', 'Handlers run to their end at once'));
  fix(scope, 'fetch', refused('fetch', 'A run reads nothing but its session'));
  const say = refused('console', 'Use ctx.log(text)');
  fix(scope, 'console', { log: say, info: say, warn: say, error: say, debug: say, table: say });
  // Memory and waiting shared between threads, code that is no JavaScript, what tells when memory was freed, and dates in words of now.
  for (const name of ['SharedArrayBuffer', 'Atomics', 'WebAssembly', 'WeakRef', 'FinalizationRegistry', 'Intl'])
    fix(scope, name, undefined);
  // Code given here would be called with the engine's frames.
  fix(RealmError, 'prepareStackTrace', undefined);
  fix(scope, 'Error', RealmError);
}
