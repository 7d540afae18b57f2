import { describe, expect, it } from 'vitest';

import { EventLogHash } from '../../../electron/coordinator/event-log-hash.ts';
import { strategyFactory } from '../../../electron/coordinator/strategy/strategy-factory.ts';
import { Engine } from '../../../electron/engine/engine.ts';
import { ownStrategy } from '../../support/own-strategy.ts';
import { twoSessions } from '../../support/strategy-rig.ts';
import { tradingConfig } from '../../support/trading-rig.ts';

const RUN = twoSessions();

interface Played {
  readonly log: string;
  readonly said: readonly string[];
  readonly engine: Engine;
}

/** Plays a file to the run's end. */
async function play(text: string, params = {}): Promise<Played> {
  const log = new EventLogHash();
  const engine = new Engine({
    plan: RUN.plan,
    blockOf: (index) => RUN.blocks[index],
    log,
    checkpointEvents: 40,
    trading: {
      config: tradingConfig({ cash: 1e7 }),
      strategy: strategyFactory({ source: await ownStrategy(text, params), seed: 1 }),
    },
  });
  engine.stepUntil({ time: Number.POSITIVE_INFINITY });
  engine.flushLog();
  return { log: log.digest(), said: saidIn(engine), engine };
}

/** Goes back to a part of the whole run and plays on to its end; what was logged then. */
function rewound(engine: Engine, part: number): readonly string[] {
  const [from, to] = [RUN.plan.sessions[0]!.open, RUN.plan.sessions.at(-1)!.close];
  engine.rewindTo(from + part * (to - from));
  engine.stepUntil({ time: Number.POSITIVE_INFINITY });
  return saidIn(engine);
}

function saidIn(engine: Engine): readonly string[] {
  return engine.trading?.records.logs.slice().map((line) => line.text) ?? [];
}

/** A strategy that trades; `first` is run when its file is read, `each` in every handler, with `ctx` and the `event`. */
function trader(first: string, each = ''): string {
  return `import { Strategy } from 'tapedeck';
${first}
export default class Trader extends Strategy {
  bars = 0;
  onStart(ctx) { this.line = ctx.indicators.sma('SPY', '1s', 3); const event = undefined; ${each} }
  onBar(ctx, event) {
    this.bars += 1;
    const last = ctx.data.lastBars('SPY', 3);
    if (this.bars % 7 === 1) ctx.orders.buy('SPY', { quantity: 1, limit: event.close + 1, stopLoss: last.low(0) - 1 });
    if (this.bars % 7 === 4 && this.line.value > 0) ctx.orders.close('SPY');
    ${each}
  }
  onFill(ctx, event) { ${each} }
  onQuote(ctx, event) { ${each} }
}
`;
}

/** Replaces every function of the language by one that keeps what it is called with and on, and then does `afterwards`. */
function patchAll(afterwards: string): string {
  return `
const taken = [];
const before = [];
const { getOwnPropertyNames, getOwnPropertyDescriptor, defineProperty } = Object;
const call = Reflect.apply;
const steal = { set(value) { taken[taken.length] = this; taken[taken.length] = value; }, configurable: true };
function patch(owner) {
  const names = getOwnPropertyNames(owner);
  for (let n = 0; n < names.length; n++) {
    const found = getOwnPropertyDescriptor(owner, names[n]);
    if (typeof found.value !== 'function' || !found.configurable || names[n] === 'constructor') continue;
    before[before.length] = () => defineProperty(owner, names[n], found);
    const value = function () {
      for (let i = 0; i < arguments.length; i++) taken[taken.length] = arguments[i];
      taken[taken.length] = this;
      ${afterwards}
    };
    defineProperty(owner, names[n], { value, configurable: true, writable: true });
  }
}
const owners = [Object, Array, Map, Set, WeakMap, WeakSet, Error, TypeError, Promise, Reflect, JSON, Math, String, Number, Symbol, RegExp, Date,
  Float64Array, Object.getPrototypeOf(Float64Array), ArrayBuffer, Object.getPrototypeOf(Array)];
for (let i = 0; i < owners.length; i++) { if (owners[i].prototype) patch(owners[i].prototype); patch(owners[i]); }
const names = ['0', '1', 'then', 'code', 'message', 'symbol', 'value'];
for (let i = 0; i < names.length; i++) defineProperty(Object.prototype, names[i], steal);
function restoreAll() {
  for (let i = 0; i < before.length; i++) before[i]();
  for (let i = 0; i < names.length; i++) delete Object.prototype[names[i]];
}
`;
}

/** Looks at everything that can be reached from a value, calls what can be called, and notes in `foreign` what is of another realm. */
const REACH = `
const { apply, ownKeys } = Reflect;
const { getPrototypeOf: parentOf } = Object;
const [rootOfObjects, rootOfFunctions] = [Object.prototype, Function.prototype];
const isView = ArrayBuffer.isView;
const seen = new Set();
const foreign = [];
const ACTS = ['buy', 'sell', 'place', 'close', 'cancel', 'cancelAll', 'log', 'warn', 'plot', 'at', 'after', 'beforeClose', 'next', 'integer'];
const GIVEN = [[], ['SPY'], ['SPY', 3], ['SPY', '1s', 2], [0], ['NOPE', -1, {}], [{}, {}], [() => 1], [['SPY']]];
function look(value, path, depth) {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) return;
  seen.add(value);
  let root = value;
  for (let next = value; next !== null; next = parentOf(next)) root = next;
  if (root !== rootOfObjects && parentOf(value) !== null) foreign.push(path);
  if (isView(value)) foreign.push(path + ' is memory');
  if (depth > 3) return;
  for (let shape = value; shape !== null && shape !== rootOfObjects && shape !== rootOfFunctions && shape !== Array.prototype; shape = parentOf(shape)) {
    for (const key of ownKeys(shape)) {
      let got;
      try { got = value[key]; } catch (error) { got = error; }
      look(got, path + '.' + String(key), depth + 1);
      if (typeof got !== 'function' || key === 'constructor') continue;
      for (const given of GIVEN) {
        if (ACTS.includes(key) && given[0] === 'SPY') continue;
        try { look(apply(got, value, given), path + '.' + String(key) + '()', depth + 1); } catch (error) { look(error, path + '.' + String(key) + ' throws', depth + 1); }
      }
    }
  }
}
`;

/** Told once, in the middle of the run. */
const TELL = `if (this.bars === 100 && !this.hasTold) { this.hasTold = true; TOLD ctx.log(foreign.join() || 'nothing'); }`;

describe('a hostile strategy’s file', () => {
  it('changes nothing of the run by replacing what the language has, and is given nothing of the engine by it', async () => {
    const plain = await play(trader(''));
    expect(plain.engine.trading?.records.fills.length).toBeGreaterThan(10);
    expect((await play(trader(patchAll("throw 'patched';")))).log).toBe(plain.log);
    const look = "restoreAll(); for (let i = 0; i < taken.length; i++) look(taken[i], 'taken', 0);";
    const spied = patchAll('return call(found.value, this, arguments);');
    const { said } = await play(trader(`${REACH} ${spied}`, TELL.replace('TOLD', look)));
    expect(said.at(-1)).toBe('nothing');
  });

  it('reaches no object of another realm from anything it is given', async () => {
    const tell = TELL.replace('TOLD', "look(ctx, 'ctx', 0); look(event, 'event', 0); look(this, 'this', 0);");
    const { said } = await play(trader(REACH, tell));
    expect(said.at(-1)).toBe('nothing');
  });

  it.each<[string, string, RegExp]>([
    ['throws nothing at all', 'throw undefined;', /threw.*: undefined$/],
    ['throws what cannot be shown', 'throw { toString() { throw this; } };', /: a value that has no text$/],
    [
      'throws a stack of its own',
      "const e = new Error('x'); Object.defineProperty(e, 'stack', { get() { throw e; } }); throw e;",
      /: x$/,
    ],
    ['calls itself without end', 'const again = () => again() + 1; again();', /Maximum call stack size exceeded$/],
    [
      'catches that the stack ran out inside the engine',
      'if (this.isDone) return; this.isDone = true; const again = () => { try { again(); } catch { ctx.orders.buy("SPY"); } }; try { again(); } catch {}',
      /Maximum call stack size exceeded$/,
    ],
    ['returns a promise', 'return new Promise(() => 1);', /A handler is async/],
    ['returns what pretends to be a promise', 'return new Proxy({}, { has() { throw 1; } });', /: 1$/],
    ['makes code of text', "Function('return this')();", /Code generation from strings disallowed/],
    [
      'makes code of text in a function that waits',
      "(async () => {}).constructor('1')();",
      /Code generation from strings/,
    ],
    ['changes its parameters', 'this.params.length = 7;', /read only/],
    ['changes what it is given', "ctx.data.latestBar('SPY').close = 7;", /only a getter|not extensible/],
    ['adds to what it is given', 'ctx.more = 7;', /not extensible/],
    [
      'calls a read on another object',
      'Object.getOwnPropertyDescriptor(Object.getPrototypeOf(ctx.data), "clock").get.call({});',
      /private/,
    ],
    [
      'compares a line with what is none',
      "ctx.indicators.sma('SPY', '1s', 1).isAbove({ value: 3 });",
      /isAbove was given neither a line nor a number/,
    ],
    [
      'compares a line with what it was given but is none',
      "ctx.indicators.sma('SPY', '1s', 1).isAbove(ctx.data);",
      /isAbove was given neither a line nor a number/,
    ],
    ['asks for a module at run time', "require('node:fs');", /node:fs cannot be imported/],
    [
      'asks for a module later',
      "import('node:fs').then((fs) => fs.rmSync('/nothing'), () => ctx.log('x'));",
      /^nothing$/,
    ],
  ])('that %s stops the run at most', async (_name, code, message) => {
    const text = `import { Strategy } from 'tapedeck';
export default class Odd extends Strategy { onBar(ctx) { ${code} } }`;
    const reason = await play(text, { length: 3 }).then(
      ({ said }) => said[0] ?? 'nothing',
      (error: Error) => error.message,
    );
    expect(reason).toMatch(message);
  });

  it('compares lines with each other and with levels', async () => {
    const { said } = await play(`import { Strategy } from 'tapedeck';
export default class Compares extends Strategy {
  onStart({ indicators }) { this.lines = [1, 3].map((length) => indicators.sma('SPY', '1s', length)); }
  onBar(ctx, event) {
    if (event.isDerived) return;
    const [fast, slow] = this.lines;
    const known = slow.value === undefined ? undefined : fast.value > slow.value;
    const isSame = fast.isAbove(slow) === known && fast.isAbove(event.close - 1) && !fast.isAbove(event.close);
    ctx.log(isSame ? String(known) : 'another');
  }
}`);
    expect(new Set(said)).toEqual(new Set(['undefined', 'true', 'false']));
  });

  it('changes no order by changing what it got for it', async () => {
    const plain = await play(trader(''));
    const changed = await play(
      trader(
        '',
        `for (const order of ctx.orders.open()) { order.quantity = 1e6; order.status = 'filled'; order.kind.limit = 1e9; }
         const own = ctx.orders.get(1); if (own) { own.filled = -1; delete own.symbol; }
         if (event) { try { event.price = 1; event.commission = -1e9; } catch { this.tried = true; } }`,
      ),
    );
    expect(changed.log).toBe(plain.log);
  });

  it('keeps state as a copy made when it was asked for, whatever it is made of', async () => {
    const text = `import { Strategy } from 'tapedeck';
export default class Keeps extends Strategy {
  kept = [0];
  onBar(ctx, bar) { this.kept[0] += 1; if (bar.isDerived && ctx.data.barCount('SPY', '1s') === 120) ctx.log(this.kept[0] + ' ' + (this.kept instanceof Array)); }
  saveState() { return new Proxy({ get kept() { return this.list ?? (this.list = null); } }, { get: () => this.kept, ownKeys: () => ['kept'],
    getOwnPropertyDescriptor: () => ({ value: this.kept, enumerable: true, configurable: true }) }); }
  restoreState(state) { this.kept = state.kept; }
}`;
    const { engine, said } = await play(text);
    expect(said).toEqual(['122 true', '244 true']);
    expect(rewound(engine, 0.7)).toEqual(said);
  });

  it('knows nothing of a run that was, in nothing that it keeps anywhere, when the run begins again', async () => {
    const text = `import { Strategy } from 'tapedeck';
let best = 0;
export default class Remembers extends Strategy {
  onStart(ctx) { ctx.log(best + ' ' + (Math.best ?? 0) + ' ' + (Remembers.best ?? 0)); }
  onBar(_ctx, bar) { best = Math.best = Remembers.best = bar.close; }
}`;
    const { engine, said } = await play(text);
    expect(said).toEqual(['0 0 0']);
    expect(rewound(engine, 0.7)).toEqual(said);
  });

  it('knows nothing of what it saw before a seek back, in nothing that it keeps and does not save', async () => {
    const text = `import { Strategy } from 'tapedeck';
let last = 0;
export default class Remembers extends Strategy {
  own = 0;
  onBar(ctx) {
    for (const seen of [last, this.own, Remembers.last ?? 0]) if (seen > ctx.data.clock) ctx.log('knows what comes');
    last = this.own = Remembers.last = ctx.data.clock;
  }
  saveState() { return 0; }
  restoreState() {}
}`;
    const { engine, said } = await play(text);
    expect(said).toEqual([]);
    expect(rewound(engine, 0.7)).toEqual([]);
  });
});
