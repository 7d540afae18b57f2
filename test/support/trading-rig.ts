import { EventLogHash } from '../../electron/coordinator/event-log-hash.ts';
import { Engine } from '../../electron/engine/engine.ts';
import type { SessionData } from '../../electron/engine/session-data.ts';
import type { TradingOptions } from '../../electron/engine/trading/trading.ts';
import { BAR_PRESENT } from '../../shared/market/columns.ts';
import type { Micros } from '../../shared/market/time.ts';
import type { SessionBlock, StreamBlock } from '../../shared/session/block.ts';
import { parseSessionConfig } from '../../shared/session/parse-config.ts';
import type { TradingConfig } from '../../shared/session/trading-config.ts';
import type { CorporateAction } from '../../shared/trading/corporate-action.ts';
import type { StrategyHooks, StrategyServices } from '../../shared/trading/strategy-port.ts';
import { type TestRun, type TestStream, testRun } from './blocks.ts';

/** `[second of the session, open, high, low, close, volume]`; or a quote `[second, bid, ask, bid size, ask size]`; or a print `[second, price, size]`. */
export type Row = readonly number[];

/** A run with the values given: one list of rows a stream, for each session of `seconds`. */
export function valueRun(
  streams: readonly TestStream[],
  sessions: readonly (readonly (readonly Row[])[])[],
  options: { readonly seconds?: number; readonly derived?: readonly string[]; readonly priceScale?: number } = {},
): TestRun {
  const { seconds = 600, derived = [], priceScale = 2 } = options;
  const made = testRun(
    streams,
    sessions.map((rows) => ({ seconds, rows: rows.map((list) => list.map((row) => row[0] ?? 0)) })),
    derived,
  );
  const plan = { ...made.plan, streams: made.plan.streams.map((stream) => ({ ...stream, priceScale })) };
  const blocks = made.blocks.map((block, index): SessionBlock => ({
    ...block,
    streams: block.streams.map((stream, at) => withValues(stream, sessions[index]?.[at] ?? [])),
  }));
  return { plan, blocks };
}

function withValues(stream: StreamBlock, rows: readonly Row[]): StreamBlock {
  const column = (index: number, missing = Number.NaN): Float64Array =>
    Float64Array.from(rows, (row) => row[index] ?? missing);
  const { time } = stream.columns;
  if (stream.kind === 'bars') {
    const flags = new Uint8Array(rows.length).fill(BAR_PRESENT);
    const [open, high, low, close, volume] = [column(1), column(2), column(3), column(4), column(5, 1_000)];
    return { ...stream, columns: { time, open, high, low, close, volume, flags } };
  }
  if (stream.kind === 'quotes') {
    const columns = { time, bid: column(1), ask: column(2), bidSize: column(3, 100), askSize: column(4, 100) };
    return { ...stream, columns };
  }
  return { ...stream, columns: { time, price: column(1), size: column(2, 100), side: new Uint8Array(rows.length) } };
}

/** Trading keys of a configuration with their defaults. */
export function tradingConfig(keys: object = {}): TradingConfig {
  const parsed = parseSessionConfig({
    session_name: 'test',
    mode: 'backtest',
    data_streams: [{ type: 'bars', symbol: 'AAA', interval: '1s' }],
    ...keys,
  });
  if (!parsed.valid || parsed.config.trading === undefined) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config.trading;
}

export type Services = StrategyServices<SessionData>;

/** What a test strategy does; every handler gets the services. */
export type Script = {
  readonly [Name in 'start' | 'sessionStart' | 'sessionEnd' | 'end']?: (services: Services) => void;
} & {
  readonly [Name in 'bar' | 'quote' | 'trade']?: (services: Services, slot: number) => void;
} & {
  readonly fill?: (services: Services, fill: Parameters<StrategyHooks['fill']>[0]) => void;
  readonly orderEnded?: (services: Services, order: Parameters<StrategyHooks['orderEnded']>[0]) => void;
  readonly timer?: (services: Services, name: string) => void;
  /** Plain state of the script; absent: it cannot be saved. */
  readonly state?: { value: unknown };
};

export interface TradingRig {
  readonly engine: Engine;
  readonly log: EventLogHash;
  play(): void;
  /** Seconds since the first session's open. */
  to(second: number): void;
  seconds(time: Micros): number;
}

export function tradingRig(
  run: TestRun,
  script: Script = {},
  options: Partial<Omit<TradingOptions, 'strategy' | 'config'>> & {
    readonly actions?: readonly CorporateAction[];
    readonly keys?: object;
    readonly checkpointEvents?: number;
  } = {},
): TradingRig {
  const { keys, checkpointEvents, actions = [], ...trading } = options;
  const log = new EventLogHash();
  const initial = structuredClone(script.state?.value);
  const engine = new Engine({
    plan: { ...run.plan, actions },
    blockOf: (index) => run.blocks[index],
    log,
    ...(checkpointEvents === undefined ? {} : { checkpointEvents }),
    trading: {
      ...trading,
      config: tradingConfig(keys),
      strategy: (services) => ({
        start: () => script.start?.(services),
        sessionStart: () => script.sessionStart?.(services),
        bar: (slot) => script.bar?.(services, slot),
        quote: (slot) => script.quote?.(services, slot),
        trade: (slot) => script.trade?.(services, slot),
        hearsFills: script.fill !== undefined,
        fill: (fill) => script.fill?.(services, fill),
        orderEnded: (order) => script.orderEnded?.(services, order),
        timer: (name) => script.timer?.(services, name),
        sessionEnd: () => script.sessionEnd?.(services),
        end: () => script.end?.(services),
        save: () => (script.state === undefined ? undefined : { value: structuredClone(script.state.value) }),
        restore: (state) => {
          if (script.state !== undefined) script.state.value = structuredClone((state as { value: unknown }).value);
        },
        reset: () => {
          if (script.state !== undefined) script.state.value = structuredClone(initial);
        },
      }),
    },
  });
  const start = run.plan.sessions[0]?.open ?? 0;
  return {
    engine,
    log,
    play: () => void engine.stepUntil({ time: Number.POSITIVE_INFINITY }),
    to: (second) => {
      engine.rewindTo(start + second * 1e6);
      engine.stepUntil({ time: start + second * 1e6 });
    },
    seconds: (time) => (time - start) / 1e6,
  };
}
