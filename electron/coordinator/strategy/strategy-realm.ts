import { compileFunction, createContext, runInContext } from 'node:vm';

import { AppError } from '../../../shared/lang/app-error.ts';
import type { StrategyModule } from '../../../shared/trading/strategy.ts';
import { type CopyPlain, copyPlain, plainCopier } from '../../strategy/runner/copy-plain.ts';
import { asyncHandler } from '../../strategy/runner/strategy-failure.ts';
import { API_SHAPES, type ShapeName } from './api-shapes.ts';
import { type ModuleBody, type RealmKit, realmKit } from './realm-kit.ts';
import { tameRealm } from './tame-realm.ts';

/** Names of the language that a strategy's files get as variables: the global object of a `vm` context answers each look-up of a name in
 * 1.3 us, a variable in a hundredth of it (measured). */
const LANGUAGE = [
  ...[
    'Object',
    'Array',
    'Number',
    'String',
    'Boolean',
    'Symbol',
    'BigInt',
    'Math',
    'JSON',
    'Date',
    'RegExp',
    'Map',
    'Set',
  ],
  ...[
    'WeakMap',
    'WeakSet',
    'Error',
    'TypeError',
    'RangeError',
    'Promise',
    'Proxy',
    'Reflect',
    'Float64Array',
    'Float32Array',
  ],
  ...[
    'Int32Array',
    'Uint32Array',
    'Uint8Array',
    'ArrayBuffer',
    'isNaN',
    'isFinite',
    'parseFloat',
    'parseInt',
    'NaN',
    'Infinity',
  ],
];

const KIT = `(() => {
  const RealmError = Error;
  const copyHere = (${String(plainCopier)})((message) => new RealmError(message));
  const kit = (${String(realmKit)});
  (${String(tameRealm)})();
  const inside = { copyHere, language: [${LANGUAGE.join()}] };
  return (shapes, copyIn) => kit(shapes, copyIn, inside);
})()`;
const SHAPES = JSON.stringify(API_SHAPES);

/** Before the code of a module, on its first line: what it declares may have a name of the language. */
const OPENING = 'return function (exports, require, module) {';

/** A realm of its own for one strategy: its files see the language and the strategy API and nothing else, and what they do to Array, Map or
 * Object stays there. Neither engine nor program nor the future is reachable from it, no text is made to code in it, and promises of it
 * never go on: nobody runs the queue of its microtasks. */
export class StrategyRealm {
  readonly #kit: RealmKit;

  /** Evaluates the files. Throws an error with the message and the stack of what they throw. */
  constructor(entry: string, modules: readonly StrategyModule[]) {
    const parsingContext = createContext(Object.create(null) as object, {
      codeGeneration: { strings: false, wasm: false },
      microtaskMode: 'afterEvaluate',
    });
    const make = runInContext(KIT, parsingContext, { filename: 'tapedeck' }) as KitMaker;
    this.#kit = make(SHAPES, copyPlain);
    for (const { path, code, imports } of modules) {
      const compiled = compileFunction(`${OPENING}${code}\n}`, LANGUAGE, {
        filename: path,
        columnOffset: -OPENING.length,
        parsingContext,
      }) as (...language: unknown[]) => ModuleBody;
      this.#kit.add(path, compiled, JSON.stringify(imports));
    }
    this.#check(this.#kit.load(entry));
  }

  /** What the default export declares; `undefined` where there is none, `false` where it is no class that extends Strategy. */
  statics(): unknown {
    this.#check(this.#kit.statics());
    return copyPlain(this.#kit.result(), 'static');
  }

  make(params: object): void {
    this.#check(this.#kit.make(params));
  }

  has(handler: string): boolean {
    return this.#kit.has(handler);
  }

  /** `event` is shown as an object of `shape`; without one it is copied. */
  call(handler: string, ctx: object, event?: unknown, shape: ShapeName | '' = ''): void {
    const outcome = this.#kit.call(handler, ctx, event, shape);
    if (outcome !== 0) this.#check(outcome);
  }

  saveState(): unknown {
    this.#check(this.#kit.saveState());
    return copyPlain(this.#kit.result(), 'state');
  }

  restoreState(state: unknown): void {
    this.#check(this.#kit.restoreState(state));
  }

  #check(outcome: number): void {
    if (outcome === 0) return;
    if (outcome === 2) throw asyncHandler();
    const thrown = new AppError('bad-request', this.#kit.message());
    thrown.stack = this.#kit.stack();
    throw thrown;
  }
}

type KitMaker = (shapes: string, copyIn: CopyPlain) => RealmKit;
