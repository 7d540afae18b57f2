import type { Handlers } from '../../shared/ipc/contract.ts';
import { AppError } from '../../shared/lang/app-error.ts';
import { type Interval, parseInterval } from '../../shared/market/interval.ts';
import { micros } from '../../shared/market/time.ts';
import type { ReplayCommand, StepUnit } from '../../shared/session/replay.ts';
import type { TradingCommand } from '../../shared/trading/command.ts';
import type { CoordinatorClient } from './coordinator-client.ts';
import type { SessionHost } from './session-host.ts';

export function replayHandlers(host: SessionHost, coordinator: CoordinatorClient) {
  return {
    'replay.command': (given) => {
      const command = given.type === 'step' ? { ...given, unit: checkedUnit(given.unit) } : given;
      return host.command(command as ReplayCommand);
    },
    'replay.trade': async ({ command }) => {
      await host.settled();
      return coordinator.ask<'trade'>({ type: 'trade', command: command as TradingCommand });
    },
    'replay.subscribe': async ({ charts }) => {
      await host.settled();
      return coordinator.ask<'subscribe'>({
        type: 'subscribe',
        charts: charts.map((chart) => ({ ...chart, interval: checkedInterval(chart.interval) })),
      });
    },
    'replay.ack': ({ sequence }) => {
      coordinator.acknowledge(sequence);
      return { accepted: true };
    },
    'replay.bars': async ({ symbol, interval, before, count, indicators }) => {
      await host.settled();
      return coordinator.ask<'bars'>({
        type: 'bars',
        symbol,
        interval: checkedInterval(interval),
        before: micros(before),
        count,
        ...(indicators === undefined ? {} : { indicators }),
      });
    },
  } satisfies Partial<Handlers>;
}

const UNITS: ReadonlySet<string> = new Set(['event', 'minute', 'session']);

const checkedUnit = (unit: string): StepUnit => (UNITS.has(unit) ? (unit as StepUnit) : checkedInterval(unit));

/** `60s` and `1m` are one interval. */
export function checkedInterval(text: string): Interval {
  const interval = parseInterval(text);
  if (interval === undefined)
    throw new AppError('bad-request', `${text} is no interval. Give one such as 1s, 5m or 1d.`);
  return interval;
}
