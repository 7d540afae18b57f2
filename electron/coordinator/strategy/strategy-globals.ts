import { AppError } from '../../../shared/lang/app-error.ts';

/** Names that mean something else, or nothing, in a strategy's file: the session clock is its only clock and seeded numbers are its only
 * chance, so that a run gives the same result again (S5, C8). This keeps mistakes out, not malice: strategies run with the user's rights. */
export const STRATEGY_GLOBALS: Readonly<Record<string, unknown>> = {
  Date: sessionOnlyDate(),
  Math: Object.freeze(
    Object.create(Math, {
      random: { value: refuse('Math.random', 'Use ctx.random.next(): it gives the same numbers in the same run') },
    }) as Math,
  ),
  performance: undefined,
  crypto: undefined,
  process: undefined,
  setTimeout: refuse('setTimeout', 'Use ctx.timers'),
  setInterval: refuse('setInterval', 'Use ctx.timers'),
  setImmediate: refuse('setImmediate', 'Use ctx.timers'),
  queueMicrotask: refuse('queueMicrotask', 'Handlers run to their end at once'),
  fetch: refuse('fetch', 'A run reads nothing but its session'),
};

function refuse(name: string, instead: string): () => never {
  return () => {
    throw new AppError('bad-request', `${name} is not there for a strategy. ${instead}.`);
  };
}

/** `Date` for computing with instants; what reads the wall clock is refused. */
function sessionOnlyDate(): DateConstructor {
  const now = refuse('The wall clock', 'Use ctx.data.clock');
  return new Proxy(Date, {
    construct: (target, args: unknown[], newTarget): Date =>
      args.length === 0 ? now() : (Reflect.construct(target, args, newTarget) as Date),
    apply: now,
    get: (target, key): unknown => (key === 'now' ? now : Reflect.get(target, key)),
  });
}
