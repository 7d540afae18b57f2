/** Takes from a strategy's realm what would make two runs differ: the session clock is its only clock and seeded numbers are its only chance
 * (S5, C8). Nothing of Node was ever in it. Compiled there from its own text: it refers to nothing outside of itself. */
export function tameRealm(): void {
  const scope = globalThis as unknown as Record<string, unknown>;
  const { defineProperty } = Object;
  const RealmError = Error;

  const refused = (name: string, instead: string) => (): never => {
    throw new RealmError(`${name} is not there for a strategy. ${instead}.`);
  };
  const fix = (owner: object, name: string, value: unknown): void => {
    defineProperty(owner, name, { value, writable: false, enumerable: false, configurable: false });
  };

  const now = refused('The wall clock', 'Use ctx.data.clock');
  const RealmDate = Date;
  const SessionDate = new Proxy(RealmDate, {
    construct: (target, given: unknown[], made) =>
      given.length === 0 ? now() : (Reflect.construct(target, given, made) as Date),
    apply: now,
  });
  fix(RealmDate, 'now', now);
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
