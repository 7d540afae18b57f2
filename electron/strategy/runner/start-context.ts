import type { Context } from '../api/context.ts';

/** What of session data is the same at every moment of a run. */
const OF_THE_RUN = new Set<PropertyKey>(['symbols', 'intervals', 'hasQuotes', 'hasTrades']);

/** The context of `onStart`: `noteMoment` is called when the strategy asks for what depends on the moment, or acts on it. One that does
 * neither can be made again at any other moment. */
export function startContext(ctx: Context, noteMoment: () => void): Context {
  return {
    indicators: ctx.indicators,
    random: ctx.random,
    data: watched(ctx.data, OF_THE_RUN, noteMoment),
    orders: watched(ctx.orders, new Set(), noteMoment),
    portfolio: watched(ctx.portfolio, new Set(), noteMoment),
    timers: watched(ctx.timers, new Set(), noteMoment),
    log: (text) => ctx.log(text),
    warn: (text) => ctx.warn(text),
    plot: (name, value, options) => ctx.plot(name, value, options),
  };
}

function watched<Part extends object>(part: Part, free: ReadonlySet<PropertyKey>, note: () => void): Part {
  return new Proxy(part, {
    get: (target, name) => {
      if (!free.has(name)) note();
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
