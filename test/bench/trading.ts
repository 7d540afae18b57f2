import { EventLogHash } from '../../electron/coordinator/event-log-hash.ts';
import { NO_CHECKPOINTS } from '../../electron/engine/checkpoints.ts';
import { Engine } from '../../electron/engine/engine.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import { crossingOptions, FAST, SLOW } from './crossing.ts';
import { type Figures, median, medianOf, note } from './figure.ts';
import { barRun, type MemoryRun, memoryRun } from './memory-run.ts';

/** Runs with orders, fees and slippage: SMA(20/50) cross on 1s bars of one symbol; the same on 4 symbols whose orders are filled by quotes. */
export async function tradingFigures(): Promise<Figures> {
  const bars = barRun();
  const bare: number[] = [];
  // Beside each other: on a machine that others use as well, minutes differ by more than programs do.
  const one = await measured(bars, () => bare.push(msOf(() => bareCross(bars))));
  const bareMs = median(bare.slice(WARM_UPS));
  const quotes = await measured(memoryRun());
  const rate = ({ events, ms }: Measured): number => (events / ms) * 1_000;
  note(`${one.fills} fills on ${one.events} bars; ${quotes.fills} fills on ${quotes.events} bars and quotes`);
  return {
    'engine.barsPerSecond': { value: rate(one), unit: 'bars/s', goal: 10e6, ratio: bareMs / one.ms },
    'engine.quoteEventsPerSecond': { value: rate(quotes), unit: 'events/s', goal: 8e6 },
  };
}

/** Runs before those that count: V8 compiles the engine anew until the fifth or sixth (measured: 320, 193, 82, 85, 88, 79, 66, 73, 69 ms). */
const WARM_UPS = 6;

interface Measured {
  readonly events: number;
  readonly fills: number;
  readonly ms: number;
}

async function measured({ plan, blocks }: MemoryRun, beside?: () => unknown): Promise<Measured> {
  let [events, fills] = [0, 0];
  const play = (): void => {
    const log = new EventLogHash();
    const engine = new Engine({
      plan,
      blockOf: (index) => blocks[index],
      log,
      trading: crossingOptions(),
      checkpointEvents: NO_CHECKPOINTS,
    });
    engine.stepUntil({ time: Number.POSITIVE_INFINITY });
    events = engine.totals.events;
    fills = ensure(engine.trading, 'trading').records.fills.length;
  };
  const ms = await medianOf(
    () => {
      beside?.();
      return Promise.resolve(msOf(play));
    },
    11,
    WARM_UPS,
  );
  return { events, fills, ms };
}

function msOf(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** The same crosses in one loop over typed arrays, fills at the next open, no costs: what the arithmetic alone takes. */
function bareCross({ blocks }: MemoryRun): number {
  let [fast, slow, cash, units, rows] = [0, 0, 0, 0, 0];
  let side = 0;
  let due = 0;
  const recent = new Float64Array(SLOW);
  let [at, atFast] = [0, SLOW - FAST];
  for (const { streams } of blocks) {
    const { columns } = ensure(streams[0], 'stream');
    if (!('close' in columns)) throw new Error('the run has no bars');
    const { open, close } = columns;
    for (let row = 0; row < close.length; row++) {
      if (due !== 0) {
        cash -= due * (open[row] as number);
        units += due;
        due = 0;
      }
      const price = close[row] as number;
      if (rows >= SLOW) slow -= recent[at] as number;
      if (rows >= FAST) fast -= recent[atFast] as number;
      recent[at] = price;
      at = at + 1 === SLOW ? 0 : at + 1;
      atFast = atFast + 1 === SLOW ? 0 : atFast + 1;
      slow += price;
      fast += price;
      rows += 1;
      if (rows < SLOW) continue;
      const now = fast / FAST > slow / SLOW ? 1 : -1;
      if (now !== side && side !== 0) due = now > 0 ? 10 - units : -units;
      side = now;
    }
  }
  if (Number.isNaN(cash)) throw new Error('the bare loop computed nothing');
  return rows;
}
