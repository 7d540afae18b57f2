import { AppError } from '../../../shared/lang/app-error.ts';

/** Functions taken from their owner, to be called by `Reflect.apply`. */
export type Taken<Name extends string> = Readonly<Record<Name, (this: void, ...given: never[]) => unknown>>;

export type CopyPlain = (value: unknown, path: string) => unknown;

/** Makes what copies plain data deeply: JSON values, `undefined`, numbers of every kind, typed arrays, Map and Set, of any realm, as values
 * of the realm that this function was compiled in. Anything else throws what `refuse` makes of a message that names where it is. It calls no
 * method of what it copies and nothing that could be replaced after it was made.
 *
 * Compiled a second time from its own text in a strategy's realm: it refers to nothing outside of itself. */
export function plainCopier(refuse: (message: string) => Error): CopyPlain {
  const { apply } = Reflect;
  const isArray: (value: unknown) => value is unknown[] = Array.isArray;
  const { isView } = ArrayBuffer as unknown as { readonly isView: (this: void, value: unknown) => boolean };
  const { create, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, keys } = Object;
  const { toString } = Object.prototype as unknown as Taken<'toString'>;
  const [RealmMap, RealmSet] = [Map, Set];
  const { forEach: eachOfMap, set: setOfMap } = Map.prototype as unknown as Taken<'forEach' | 'set'>;
  const { forEach: eachOfSet, add: addToSet } = Set.prototype as unknown as Taken<'forEach' | 'add'>;
  const shared = getPrototypeOf(Float64Array.prototype) as object;
  const tagOf = (getOwnPropertyDescriptor(shared, Symbol.toStringTag) as { readonly get: (this: void) => unknown }).get;
  const typed: Record<string, new (from: never) => unknown> = create(null) as never;
  for (const made of [Float64Array, Float32Array, Int32Array, Uint32Array, Int16Array, Uint16Array, Int8Array])
    typed[made.name] = made;
  for (const made of [Uint8Array, Uint8ClampedArray, BigInt64Array, BigUint64Array]) typed[made.name] = made;

  const notPlain = (path: string, what: string): Error =>
    refuse(`${path} is a ${what}, which cannot be kept. Give numbers, text, lists and plain objects.`);

  const put = (owner: object, key: string | number, value: unknown): void => {
    const plain = { __proto__: null, value, writable: true, enumerable: true, configurable: true };
    defineProperty(owner, key, plain as PropertyDescriptor);
  };

  const copyObject = (value: Record<string, unknown>, path: string): unknown => {
    const prototype = getPrototypeOf(value) as object | null;
    if (prototype !== null && getPrototypeOf(prototype) !== null) {
      const { name } = value.constructor;
      throw notPlain(path, typeof name === 'string' ? name : 'class');
    }
    const copy = {};
    const names = keys(value);
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      put(copy, name, copyPlain(value[name], `${path}.${name}`));
    }
    return copy;
  };

  const copyPlain: CopyPlain = (value, path) => {
    if (typeof value === 'function' || typeof value === 'symbol') throw notPlain(path, typeof value);
    if (typeof value !== 'object' || value === null) return value;
    if (isArray(value)) {
      const copy: unknown[] = [];
      for (let i = 0; i < value.length; i++) put(copy, i, copyPlain(value[i], `${path}[${i}]`));
      return copy;
    }
    if (isView(value)) {
      const made = typed[apply(tagOf, value, []) as string];
      if (made === undefined) throw notPlain(path, 'DataView');
      return new made(value as never);
    }
    const tag: unknown = apply(toString, value, []);
    if (tag === '[object Map]') {
      const copy = new RealmMap();
      apply(eachOfMap, value, [
        (item: unknown, key: unknown) => {
          apply(setOfMap, copy, [copyPlain(key, path), copyPlain(item, `${path} of the map`)]);
        },
      ]);
      return copy;
    }
    if (tag === '[object Set]') {
      const copy = new RealmSet();
      apply(eachOfSet, value, [(item: unknown) => void apply(addToSet, copy, [copyPlain(item, path)])]);
      return copy;
    }
    return copyObject(value as Record<string, unknown>, path);
  };
  return copyPlain;
}

/** As {@link plainCopier}, of this realm. Throws `bad-request` for what is not plain. */
export const copyPlain: CopyPlain = plainCopier((message) => new AppError('bad-request', message));
