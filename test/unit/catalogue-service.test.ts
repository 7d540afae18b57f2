import { expect, it } from 'vitest';

import { CatalogueService, type QualitySource } from '../../electron/backend/catalogue-service.ts';
import { EventBus } from '../../electron/backend/event-bus.ts';
import type { Store } from '../../electron/store/store.ts';
import type { BackendEvents } from '../../shared/ipc/contract.ts';
import type { SessionDate } from '../../shared/market/time.ts';
import type { DayQuality, SeriesDays } from '../../shared/store/catalogue.ts';

const day = (date: string, present: number): DayQuality => {
  const counts = { expected: 10, present, verifiedEmpty: 0, missing: 10 - present, filled: 0, short: 0 };
  return { date: date as SessionDate, ...counts, coverage: present * 10, quality: present * 10 };
};
const series = (...days: DayQuality[]): SeriesDays => ({
  id: 'bars/1m/A/x',
  symbol: 'A',
  interval: '1m',
  source: 'x',
  days,
});

/** A service whose upkeep answers with `days`, and each `quality.changed` it emits. */
function rig(days: { now: readonly SeriesDays[] }): {
  service: CatalogueService;
  changes: BackendEvents['quality.changed'][];
  passed: () => Promise<void>;
} {
  const store = {
    isReadOnly: false,
    catalogue: () => Promise.resolve([{ id: 'bars/1m/A/x' }]),
    reader: { series: () => [] },
  } as unknown as Store;
  let passes = Promise.resolve();
  const ask = (request: { type: string }): Promise<never> => {
    const answer = Promise.resolve((request.type === 'days' ? days.now : []) as never);
    passes = answer.then(() => undefined);
    return answer;
  };
  const upkeep: QualitySource = { storeChanged: () => undefined, ask };
  const events = new EventBus();
  const changes: BackendEvents['quality.changed'][] = [];
  events.listen((name, payload) => {
    if (name === 'quality.changed') changes.push(payload as BackendEvents['quality.changed']);
  });
  const passed = async (): Promise<void> => {
    await new Promise(setImmediate);
    await passes;
    await new Promise(setImmediate);
  };
  return { service: new CatalogueService(store, upkeep, events), changes, passed };
}

it('tells the days whose quality a change made another one, and only those', async () => {
  const days = { now: [series(day('2025-07-01', 5), day('2025-07-02', 10))] };
  const { service, changes, passed } = rig(days);
  await service.list();
  await passed();
  expect(changes).toEqual([]);

  days.now = [series(day('2025-07-01', 7), day('2025-07-02', 10), day('2025-07-03', 1))];
  service.changed();
  await passed();
  expect(changes).toEqual([{ seriesId: 'bars/1m/A/x', days: [day('2025-07-01', 7), day('2025-07-03', 1)] }]);

  service.changed();
  await passed();
  expect(changes).toHaveLength(1);
});
