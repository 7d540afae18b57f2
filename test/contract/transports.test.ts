import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Dispatcher } from '../../electron/transport/dispatch.ts';
import { encodeMessage } from '../../shared/ipc/codec.ts';
import { MAX_REQUEST_BYTES, type ResponseMessage } from '../../shared/ipc/messages.ts';
import { AppError } from '../../shared/lang/app-error.ts';
import { exampleArgs, recordingHandlers, requestNames } from '../support/contract-examples.ts';
import { type RawWindow, transports } from '../support/transports.ts';

const WRONG_TYPES: readonly unknown[] = [null, 1, 'text', true, [], ['x'], { stray: 1 }, new Float64Array(3)];

/** Arguments that differ from legal ones in one place: each field of another type, and one field too many. */
function wrongArgs(args: unknown): unknown[] {
  const fields = Object.keys(args as object);
  const swapped = fields.flatMap((field) =>
    [Number.NaN, { stray: 1 }, [[]], new Uint8Array(2)].map((value) => ({ ...(args as object), [field]: value })),
  );
  return [...WRONG_TYPES, ...swapped, { ...(args as object), stray: 1 }];
}

/** `config` is any value: session configurations are judged by their own parser, which reports every problem. */
const isJudgedLater = (name: string): boolean => /^(session\.(validate|resolve|open)|run\.start)$/.test(name);

describe.each(Object.entries(transports))('contract over %s (R11)', (_name, open) => {
  let window: RawWindow;
  let recorded: ReturnType<typeof recordingHandlers>;
  let dispatcher: Dispatcher;

  beforeEach(async () => {
    recorded = recordingHandlers();
    dispatcher = new Dispatcher(recorded.handlers);
    window = await open(dispatcher);
  });
  afterEach(() => window.close());

  it('answers every request of the contract', async () => {
    requestNames.forEach((name, index) => window.send({ id: index + 1, name, args: exampleArgs[name] }));
    const answers = (await window.atLeast(requestNames.length)) as ResponseMessage[];
    expect(answers.sort((a, b) => a.id - b.id)).toEqual(
      requestNames.map((name, index) => ({ id: index + 1, ok: true, result: { handled: name } })),
    );
    expect(recorded.calls).toEqual(requestNames.map((name) => ({ name, args: exampleArgs[name] })));
  });

  it.each(requestNames)('refuses %s with arguments of a wrong type, and handles none of them', async (name) => {
    const cases = wrongArgs(exampleArgs[name]).filter(
      (args) =>
        !(isJudgedLater(name) && typeof args === 'object' && args !== null && Object.keys(args).join() === 'config'),
    );
    cases.forEach((args, index) => window.send({ id: index + 1, name, args }));
    const answers = await window.atLeast(cases.length);
    expect(answers.map((answer) => 'ok' in answer && !answer.ok && answer.error.code)).toEqual(
      cases.map(() => 'bad-request'),
    );
    expect(recorded.calls).toEqual([]);
  });

  it.each(requestNames)('refuses %s when its id was used before', async (name) => {
    const args = exampleArgs[name];
    for (const id of [7, 7, 3]) window.send({ id, name, args });
    const answers = await window.atLeast(3);
    expect(answers.filter((answer) => 'ok' in answer && answer.ok)).toHaveLength(1);
    expect(answers.filter((answer) => 'ok' in answer && !answer.ok && answer.id === 0)).toHaveLength(2);
    expect(recorded.calls).toHaveLength(1);
  });

  it.each(requestNames)('refuses %s larger than a request may be', async (name) => {
    window.send({ id: 1, name, args: { ...exampleArgs[name], padding: new Uint8Array(MAX_REQUEST_BYTES) } });
    const [answer] = await window.atLeast(1);
    expect(answer).toMatchObject({ id: 0, ok: false, error: { code: 'bad-request' } });
    expect(recorded.calls).toEqual([]);
  });

  it('refuses names that are not of the contract, inherited ones too', async () => {
    const names = ['', 'catalog', 'catalog.drop', 'toString', 'constructor', 'hasOwnProperty', 5, null, { a: 1 }];
    names.forEach((name, index) => window.send({ id: index + 1, name, args: {} }));
    const answers = await window.atLeast(names.length);
    expect(answers.every((answer) => 'ok' in answer && !answer.ok && answer.error.code === 'bad-request')).toBe(true);
    expect(recorded.calls).toEqual([]);
  });

  it('answers what is no message at all, and goes on', async () => {
    const good = encodeMessage({ id: 1, name: 'catalog.list', args: {} });
    const bad: unknown[] = [
      new Uint8Array(0),
      new Uint8Array([0xc1]),
      good.subarray(0, good.length - 1),
      new Uint8Array(200_000).fill(0x91),
      encodeMessage(null),
      encodeMessage([1, 'catalog.list', {}]),
      encodeMessage({ id: 1.5, name: 'catalog.list', args: {} }),
      encodeMessage({ id: -1, name: 'catalog.list', args: {} }),
      encodeMessage({ id: 1, name: 'catalog.list', args: {}, extra: 1 }),
      '{"id":1,"name":"catalog.list","args":{}}',
    ];
    for (const message of bad) window.sendRaw(message);
    window.sendRaw(good);
    const answers = await window.atLeast(bad.length + 1);
    expect(answers.slice(0, -1).map((answer) => 'ok' in answer && !answer.ok && answer.error.code)).toEqual(
      bad.map(() => 'bad-request'),
    );
    expect(answers.at(-1)).toEqual({ id: 1, ok: true, result: { handled: 'catalog.list' } });
  });

  it('carries a handler’s error with its code, message and details', async () => {
    const failing = {
      ...recorded.handlers,
      'catalog.list': () => {
        throw new AppError('store-damaged', 'SPY is damaged', { details: { path: 'a' } });
      },
      'jobs.list': () => Promise.reject(new TypeError('a bug')),
      'settings.get': () => ({ theme: () => 'not data' }) as never,
    };
    const other = await open(new Dispatcher(failing));
    (['catalog.list', 'jobs.list', 'settings.get'] as const).forEach((name, index) =>
      other.send({ id: index + 1, name, args: {} }),
    );
    const answers = ((await other.atLeast(3)) as ResponseMessage[]).sort((a, b) => a.id - b.id);
    expect(answers[0]).toEqual({
      id: 1,
      ok: false,
      error: { code: 'store-damaged', message: 'SPY is damaged', details: { path: 'a' } },
    });
    expect(answers[1]).toEqual({ id: 2, ok: false, error: { code: 'internal', message: 'a bug' } });
    expect(answers[2]).toMatchObject({ id: 3, ok: false, error: { code: 'internal' } });
    await other.close();
  });

  it('sends events in order, columns as typed arrays', async () => {
    dispatcher.emit('catalog.changed', { rows: 1 });
    dispatcher.emit('session.changed', undefined);
    const bars = { bars: new Float64Array([1, 2, 3]), hasOlder: true, gaps: new Float64Array(), plots: [] };
    const other = await open(new Dispatcher({ ...recorded.handlers, 'replay.bars': () => bars }));
    other.send({ id: 1, name: 'replay.bars', args: exampleArgs['replay.bars'] });
    expect(await window.atLeast(2)).toEqual([
      { event: 'catalog.changed', payload: { rows: 1 } },
      { event: 'session.changed' },
    ]);
    expect(await other.atLeast(1)).toEqual([{ id: 1, ok: true, result: bars }]);
    await other.close();
  });

  it('says when the last window has gone, and handles nothing more for it', async () => {
    let empty = 0;
    const alone = new Dispatcher(recorded.handlers, () => (empty += 1));
    const [first, second] = [await open(alone), await open(alone)];
    await first.close();
    expect([alone.connections, empty]).toEqual([1, 0]);
    await second.close();
    await expect.poll(() => [alone.connections, empty]).toEqual([0, 1]);
  });
});
