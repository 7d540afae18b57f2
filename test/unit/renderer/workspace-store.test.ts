import { expect, test } from 'vitest';

import { linksOf } from '../../../renderer/replay/chart-list.ts';
import { createWorkspaceStore } from '../../../renderer/replay/workspace-store.ts';
import { DEFAULT_SETTINGS } from '../../../shared/ipc/settings.ts';
import { createSettingsStore } from '../../../renderer/state/settings-store.ts';
import { createNoticesStore } from '../../../renderer/state/notices-store.ts';
import { FakeClient } from '../../support/fake-client.ts';
import { openRun } from '../../support/open-run.ts';

const workspace = () => createWorkspaceStore(openRun(), createSettingsStore(new FakeClient(), createNoticesStore()));

test('charts linked by symbol follow one another, each at its own interval or the nearest; others stay', () => {
  const store = workspace();
  const [first, second, third] = store.getState().charts;
  store.getState().link(first!.id, ['symbol']);
  store.getState().link(second!.id, ['crosshair', 'symbol']);
  store.getState().change(first!.id, { symbol: third!.symbol });
  const symbols = store.getState().charts.map(({ symbol }) => symbol);
  expect(symbols).toEqual([third!.symbol, third!.symbol, third!.symbol]);
  store.getState().change(third!.id, { symbol: first!.symbol });
  expect(store.getState().charts.map(({ symbol }) => symbol)).toEqual([third!.symbol, third!.symbol, first!.symbol]);
});

test('another window shows the charts as they were left, with their links and indicators', async () => {
  const client = new FakeClient({ 'settings.get': () => DEFAULT_SETTINGS, 'settings.set': () => DEFAULT_SETTINGS });
  const settings = createSettingsStore(client, createNoticesStore());
  await settings.getState().load();
  const left = createWorkspaceStore(openRun(), settings);
  const { id } = left.getState().charts[0]!;
  left.getState().link(id, ['time']);
  left.getState().indicate(id, ['rsi', 'sma-33']);
  const found = createWorkspaceStore(openRun(), settings).getState().charts[0]!;
  expect(found).toMatchObject({ id, links: ['time'], indicators: ['rsi', 'sma-33'] });
});

test('one key takes all links of a chart away, and gives it crosshair and time', () => {
  const store = workspace();
  const id = store.getState().charts[0]!.id;
  const links = () => linksOf(store.getState().charts[0]!);
  expect(links()).toEqual(['crosshair']);
  store.getState().toggleLinks(id);
  expect(links()).toEqual([]);
  store.getState().toggleLinks(id);
  expect(links()).toEqual(['crosshair', 'time']);
});
