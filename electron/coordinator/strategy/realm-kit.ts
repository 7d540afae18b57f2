import type { CopyPlain, Taken } from '../../strategy/runner/copy-plain.ts';
import type { MemberForm } from './api-shapes.ts';

export type ModuleBody = (exports: object, require: (specifier: unknown) => unknown, module: object) => void;

/** What the engine's side may ask of a strategy's realm. All that comes back are numbers, texts and plain copies; a number says how the call
 * into the strategy's code came out: 0 it returned, 1 it threw, 2 it returned a promise. */
export interface RealmKit {
  /** A module: `compiled` is called with the values of the language and returns its body. `imports` is JSON, specifier to path. */
  add(path: string, compiled: (...language: unknown[]) => ModuleBody, imports: string): void;
  load(entry: string): number;
  /** Result: the statics of the default export; `undefined` where there is none, `false` where it is no class that extends Strategy. */
  statics(): number;
  /** Makes the strategy of a run. */
  make(params: unknown): number;
  has(handler: string): boolean;
  /** `event` is shown as an object of `shape`, copied where that is `''`. */
  call(handler: string, context: object, event: unknown, shape: string): number;
  /** Result: a copy of what it returned. */
  saveState(): number;
  restoreState(state: unknown): number;
  /** Of the last call that has one. */
  result(): unknown;
  /** Of what was thrown last. */
  message(): string;
  stack(): string;
}

/** The inner side of the wall between engine and strategy. The strategy's realm has its own Array, Map, Error and so on, and this function is
 * compiled there from its own text: it refers to nothing outside of itself and uses nothing that a strategy could replace.
 *
 * No object of the engine is handed to the strategy. It gets objects made here, which keep the engine's in a private field, copy what they
 * return and throw errors of this realm; `copyIn` gives the engine a copy of what the strategy passes. A stack that runs
 * out inside the engine ends the run even where the strategy catches it: nobody knows what was done by then. */
export function realmKit(
  shapesJson: string,
  copyIn: CopyPlain,
  { copyHere, language }: { readonly copyHere: CopyPlain; readonly language: readonly unknown[] },
): RealmKit {
  type Target = Record<string, unknown>;
  const { apply, construct } = Reflect;
  const { create, defineProperty, freeze, hasOwn } = Object;
  const { parse } = JSON;
  const [RealmError, RealmString] = [Error, String];
  const facades = new WeakMap<object, object>();
  const { get: getOf, set: setOf } = WeakMap.prototype as unknown as Taken<'get' | 'set'>;

  /** Puts a private field on an object that was made elsewhere. */
  const Stamped = function (object: object): object {
    return object;
  } as unknown as new (object: object) => object;
  class Behind extends Stamped {
    #target: Target;
    constructor(facade: object, target: Target) {
      super(facade);
      this.#target = target;
    }
    static of(facade: Behind): Target {
      return facade.#target;
    }
    /** What stands behind one, anything else but a number as nothing. */
    static behind(given: unknown): Target | number | undefined {
      if (typeof given === 'number') return given;
      return typeof given === 'object' && given !== null && #target in given ? given.#target : undefined;
    }
  }

  const OVERFLOW = 'Maximum call stack size exceeded';
  /** A call into the engine has not come back, or not in order. */
  let isInside = false;
  let lastMessage = '';
  let lastStack = '';

  const textOf = (thrown: unknown): string => {
    try {
      if (typeof thrown === 'object' && thrown !== null && 'message' in thrown && typeof thrown.message === 'string')
        return thrown.message;
      return RealmString(thrown);
    } catch {
      return 'a value that has no text';
    }
  };

  /** An error of this realm for one that crossed the wall. */
  const refusal = (error: unknown): Error => {
    const text = textOf(error);
    if (text !== OVERFLOW) isInside = false;
    return new RealmError(text);
  };

  const inward = (value: unknown): unknown => {
    const copy = copyHere(value, 'argument');
    try {
      return copyIn(copy, 'argument');
    } catch (error) {
      throw refusal(error);
    }
  };
  const outward = (value: unknown): unknown => {
    if (typeof value === 'function') return undefined;
    return typeof value === 'object' && value !== null ? copyHere(value, 'value') : value;
  };

  const prototypes: Record<string, object> = create(null) as never;
  const facadeOf = (shape: string, target: unknown): unknown => {
    if (typeof target !== 'object' || target === null) return target;
    const known = apply(getOf, facades, [target]) as object | undefined;
    if (known !== undefined) return known;
    const facade = create(prototypes[shape] as object) as object;
    new Behind(facade, target as Target);
    apply(setOf, facades, [target, freeze(facade)]);
    return facade;
  };
  const facadesOf = (shape: string, targets: readonly unknown[]): unknown[] => {
    const list: unknown[] = [];
    for (let i = 0; i < targets.length; i++) {
      const value = facadeOf(shape, targets[i]);
      defineProperty(list, i, {
        __proto__: null,
        value,
        writable: true,
        enumerable: true,
        configurable: true,
      } as never);
    }
    return list;
  };

  const getter = (name: string, shape: string): PropertyDescriptor => ({
    get(this: Behind) {
      const target = Behind.of(this);
      if (isInside) throw new RealmError(OVERFLOW);
      isInside = true;
      try {
        const got = target[name];
        isInside = false;
        return shape === '' ? outward(got) : facadeOf(shape, got);
      } catch (error) {
        throw refusal(error);
      }
    },
    enumerable: true,
  });
  const asker = (name: string, argumentOf: (given: unknown) => unknown): PropertyDescriptor => ({
    value(this: Behind, given: unknown) {
      const target = Behind.of(this);
      const argument = argumentOf(given);
      if (isInside) throw new RealmError(OVERFLOW);
      isInside = true;
      try {
        const got = (target[name] as (argument: unknown) => unknown)(argument);
        isInside = false;
        return outward(got);
      } catch (error) {
        throw refusal(error);
      }
    },
  });
  const placeOf = (given: unknown): number => (typeof given === 'number' ? given : NaN);
  const caller = (name: string, how: string, shape: string): PropertyDescriptor => ({
    value(this: Behind, ...given: unknown[]) {
      const target = Behind.of(this);
      for (let i = 0; i < given.length; i++) {
        const argument = given[i];
        if (typeof argument === 'function' || typeof argument === 'symbol')
          throw new RealmError(`${name} was given a ${typeof argument}. Give numbers, text, lists and plain objects.`);
        if (typeof argument === 'object' && argument !== null) given[i] = inward(argument);
      }
      if (isInside) throw new RealmError(OVERFLOW);
      isInside = true;
      try {
        const got: unknown = apply(target[name] as () => unknown, target, given);
        isInside = false;
        if (shape === '') return outward(got);
        return how === 'list' ? facadesOf(shape, got as readonly unknown[]) : facadeOf(shape, got);
      } catch (error) {
        throw refusal(error);
      }
    },
  });

  const memberOf = (name: string, how: string, shape: string): PropertyDescriptor => {
    if (how === 'get') return getter(name, shape);
    if (how === 'at') return asker(name, placeOf);
    return how === 'with' ? asker(name, (given) => Behind.behind(given)) : caller(name, how, shape);
  };
  const shapes = parse(shapesJson) as Record<string, Record<string, MemberForm>>;
  for (const [shape, members] of Object.entries(shapes)) {
    const prototype = {};
    for (const [name, form] of Object.entries(members)) {
      const [how = '', of = ''] = form.split(' ');
      defineProperty(prototype, name, memberOf(name, how, of));
    }
    prototypes[shape] = freeze(prototype);
  }

  class Strategy {
    static readonly parameters = freeze({});
    readonly params: unknown;
    constructor(params: unknown) {
      this.params = params;
    }
  }
  freeze(Strategy.prototype);
  const tapedeck = freeze({ Strategy: freeze(Strategy) });

  interface Loadable {
    readonly body: ModuleBody;
    readonly imports: Record<string, string>;
    readonly module: { exports: Record<string, unknown> };
    isLoaded: boolean;
  }
  const modules: Record<string, Loadable> = create(null) as never;
  const load = (path: string): Record<string, unknown> => {
    const entry = modules[path] as Loadable;
    const { module, imports, body } = entry;
    if (entry.isLoaded) return module.exports;
    entry.isLoaded = true;
    const require = (specifier: unknown): unknown => {
      if (specifier === 'tapedeck') return tapedeck;
      const target = typeof specifier === 'string' && hasOwn(imports, specifier) ? imports[specifier] : undefined;
      if (target === undefined) throw new RealmError(`${RealmString(specifier)} cannot be imported by a strategy.`);
      return load(target);
    };
    body(module.exports, require, module);
    return module.exports;
  };

  let exported: unknown;
  let instance: Target = {};
  let [lastContext, lastContextFacade]: [object | undefined, unknown] = [undefined, undefined];

  let result: unknown;
  const failed = (thrown: unknown): number => {
    lastMessage = textOf(thrown);
    lastStack = '';
    try {
      const stack = (thrown as Error | undefined)?.stack;
      if (typeof stack === 'string') lastStack = stack;
    } catch {
      lastStack = '';
    }
    return 1;
  };
  /** Runs the strategy's code; what it returned is in `result`. */
  const attempt = (work: () => unknown): number => {
    isInside = false;
    result = undefined;
    try {
      result = work();
      if (isInside) throw new RealmError(OVERFLOW);
      return 0;
    } catch (thrown) {
      return failed(thrown);
    }
  };
  /** As {@link attempt}, without a closure an event. */
  const invoke = (name: string, first: unknown, second?: unknown): number => {
    isInside = false;
    try {
      const got = (instance[name] as (...given: unknown[]) => unknown)(first, second);
      if (isInside) throw new RealmError(OVERFLOW);
      return typeof got === 'object' && got !== null && 'then' in got ? 2 : 0;
    } catch (thrown) {
      return failed(thrown);
    }
  };

  return {
    add: (path, compiled, importsJson) => {
      const imports = parse(importsJson) as Record<string, string>;
      const body = apply(compiled, undefined, language as unknown[]);
      modules[path] = { body, imports, module: { exports: {} }, isLoaded: false };
    },
    load: (entry) =>
      attempt(() => {
        exported = load(entry)['default'];
        return undefined;
      }),
    statics: () =>
      attempt(() => {
        if (exported === undefined) return undefined;
        if (typeof exported !== 'function' || !(exported.prototype instanceof Strategy)) return false;
        const { title, description, parameters, intervals } = exported as Target & (() => void);
        return copyHere({ title, description, parameters, intervals }, 'static');
      }),
    make: (params) =>
      attempt(() => {
        instance = construct(exported as () => void, [freeze(copyHere(params, 'params'))]) as Target;
        return undefined;
      }),
    has: (handler) => attempt(() => typeof instance[handler] === 'function') === 0 && result === true,
    call: (handler, context, event, shape) => {
      if (context !== lastContext) {
        lastContextFacade = facadeOf('context', context);
        lastContext = context;
      }
      return invoke(handler, lastContextFacade, shape === '' ? outward(event) : facadeOf(shape, event));
    },
    saveState: () => attempt(() => copyHere((instance['saveState'] as () => unknown)(), 'state')),
    restoreState: (state) => invoke('restoreState', copyHere(state, 'state')),
    result: () => result,
    message: () => lastMessage,
    stack: () => lastStack,
  };
}
