import { describe, expect, test, vi } from 'vitest';

import { DEFAULT_SETTINGS } from '../../../shared/ipc/settings.ts';
import { AppError } from '../../../shared/lang/app-error.ts';
import type { RunPlan } from '../../../shared/session/plan.ts';
import {
  commonDates,
  formatDraft,
  hasSeries,
  parseDraft,
  proposeDraft,
  streamable,
  toggleSeries,
  type DraftConfig,
} from '../../../renderer/session-dialog/session-draft.ts';
import { createSessionDialogStore } from '../../../renderer/session-dialog/session-dialog-store.ts';
import { createServices } from '../../../renderer/state/services.ts';
import { FakeClient } from '../../support/fake-client.ts';
import { at, stored } from '../../support/series.ts';

const spy1s = stored('SPY 1s');
const spy1m = stored('SPY 1m');
const quotes = stored('SPY quotes');
const all = [spy1s, spy1m, quotes, stored('IBM 1m', { from: at('2013-10-08T13:30:00Z') }), stored('IBM 5m')];

describe('draft of a session', () => {
  test('a symbol has one base interval: choosing 1m takes the place of 1s and keeps the quotes', () => {
    const draft = [spy1s, quotes, spy1m].reduce<DraftConfig>((so, series) => toggleSeries(so, series, all), {});
    expect(draft.data_streams).toEqual([
      { type: 'quotes', symbol: 'SPY' },
      { type: 'bars', symbol: 'SPY', interval: '1m' },
    ]);
    expect(toggleSeries(draft, spy1m, all).data_streams).toEqual([{ type: 'quotes', symbol: 'SPY' }]);
  });

  test('the source is named only where two have the same series', () => {
    const other = stored('SPY 1s', { source: 'taq', id: 'other' });
    expect(toggleSeries({}, other, [...all, other]).data_streams).toEqual([
      { type: 'bars', symbol: 'SPY', interval: '1s', source: 'taq' },
    ]);
    expect([
      hasSeries(toggleSeries({}, other, [...all, other]), spy1s),
      hasSeries(toggleSeries({}, spy1s, all), spy1s),
    ]).toEqual([false, true]);
  });

  test('the first proposal streams the finest bars with quotes over the dates that all share', () => {
    expect(proposeDraft(all)).toMatchObject({
      data_streams: [
        { type: 'bars', symbol: 'SPY', interval: '1s' },
        { type: 'quotes', symbol: 'SPY' },
        { type: 'bars', symbol: 'IBM', interval: '1m' },
      ],
      dates: { from: '2013-10-08', to: '2013-10-11' },
    });
  });

  test('only base intervals can be streamed', () => {
    expect(streamable(all).map(({ symbol, kind, interval }) => `${symbol} ${interval ?? kind}`)).toEqual([
      'IBM 1m',
      'SPY 1s',
      'SPY 1m',
      'SPY quotes',
    ]);
  });

  test('series that share no date have no common range', () => {
    const late = stored('LATE 1m', { from: at('2014-01-02T14:30:00Z'), to: at('2014-01-03T20:00:00Z') });
    const draft = toggleSeries(toggleSeries({}, spy1s, all), late, all);
    expect(commonDates(draft, [...all, late])).toBeUndefined();
  });

  test('the text keeps keys that the form does not know, and reads back as it was', () => {
    const config = { ...proposeDraft(all), strategy: { name: 'sma-cross', params: { fast: 20 } }, seed: 7 };
    expect(parseDraft(formatDraft(config))).toEqual({ draft: config });
  });

  test('text that is no object says why', () => {
    expect(['[1]', 'null', '{"a":'].map((text) => 'problem' in parseDraft(text))).toEqual([true, true, true]);
  });

  test('junk where streams should be does no harm', () => {
    const junk = { data_streams: [null, 3, 'x'] } as unknown as DraftConfig;
    expect([hasSeries(junk, spy1s), toggleSeries(junk, spy1s, all).data_streams?.length]).toEqual([false, 1]);
  });
});

describe('session dialog', () => {
  const plan = { sessions: [], streams: [], remarks: [] } as unknown as RunPlan;

  function dialogOn(client: FakeClient) {
    const services = createServices(client, { get: () => '', set: () => undefined, onChange: () => undefined });
    return { services, dialog: createSessionDialogStore(services) };
  }

  test('problems of the text are listed with their path, and the plan is shown once there are none', async () => {
    let problems = [{ path: 'data_streams[0].interval', message: '5m cannot be streamed.' }];
    const client = new FakeClient({
      'catalog.list': () => all,
      'session.validate': () => ({ valid: problems.length === 0, problems }),
      'session.resolve': () => plan,
    });
    const { dialog } = dialogOn(client);
    await dialog.getState().startNew();
    await vi.waitFor(() => expect(dialog.getState().isChecking).toBe(false));
    expect([dialog.getState().problems, dialog.getState().plan]).toEqual([problems, undefined]);
    problems = [];
    dialog.getState().setText('{"session_name":"x"}');
    await vi.waitFor(() => expect(dialog.getState().plan).toBe(plan));
  });

  test('what is pasted before the catalogue came is not replaced by a proposal', async () => {
    const client = new FakeClient({
      'catalog.list': () => all,
      'session.validate': () => ({ valid: true, problems: [] }),
      'session.resolve': () => plan,
    });
    const { dialog } = dialogOn(client);
    const started = dialog.getState().startNew();
    dialog.getState().setText('{"session_name":"pasted"}');
    await started;
    expect([dialog.getState().text, dialog.getState().stored]).toEqual(['{"session_name":"pasted"}', all]);
  });

  test('text that is not JSON is told without asking the backend', async () => {
    const client = new FakeClient({ 'catalog.list': () => all });
    const { dialog } = dialogOn(client);
    dialog.getState().setText('{');
    expect([dialog.getState().draft, dialog.getState().problems.length, client.asked.length]).toEqual([
      undefined,
      1,
      0,
    ]);
  });

  test('a refusal to open keeps the dialog with every problem that was listed', async () => {
    const problems = [{ path: 'dates', message: 'No session of the store lies in 2020.' }];
    const client = new FakeClient({
      'catalog.list': () => all,
      'settings.get': () => DEFAULT_SETTINGS,
      'session.open': () => {
        throw new AppError('bad-config', 'The configuration has 1 problem.', { details: { problems } });
      },
    });
    const { dialog, services } = dialogOn(client);
    await dialog.getState().startNew();
    await dialog.getState().perform();
    expect([dialog.getState().isOpen, dialog.getState().problems, services.navigation.getState().view]).toEqual([
      true,
      problems,
      'library',
    ]);
    dialog.getState().close();
  });
});
