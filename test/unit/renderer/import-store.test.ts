import { describe, expect, test } from 'vitest';

import { AppError } from '../../../shared/lang/app-error.ts';
import type { FileInspection } from '../../../shared/store/import.ts';
import { guessFields, remarkOn, summaryOf } from '../../../renderer/library/import/fields.ts';
import { createImportStore, isReady, type ImportStore } from '../../../renderer/library/import/import-store.ts';
import { createNoticesStore } from '../../../renderer/state/notices-store.ts';
import { deferred, FakeClient } from '../../support/fake-client.ts';

function inspection(name: string, more: Partial<FileInspection> = {}): FileInspection {
  return {
    fileId: `id-${name}`,
    path: name,
    name,
    bytes: 10,
    sha256: `sha-${name}`,
    format: 'csv',
    rows: 2_303,
    columns: [
      { name: 'datetime', type: 'TIMESTAMP', meaning: 'time' },
      { name: 'stamp2', type: 'TIMESTAMP' },
    ],
    guess: {
      kind: 'bars',
      symbols: ['AAPL'],
      interval: '1m',
      timeZone: 'America/New_York',
      stamp: 'open',
      priceScale: 2,
    },
    evidence: [{ about: 'interval', text: '60 s in most steps', certain: true }],
    preview: [],
    problems: [],
    warnings: [],
    status: 'ready',
    zones: [],
    ...more,
  };
}

const file = (name: string): File => ({ name, size: 10 }) as File;
const refsOf = async (files: readonly File[]): Promise<{ path: string }[]> => files.map(({ name }) => ({ path: name }));

function storeOn(client: FakeClient): ImportStore {
  return createImportStore(client, createNoticesStore(), refsOf);
}

const pathOf = (ref: { path: string } | { upload: string } | undefined): string =>
  ref !== undefined && 'path' in ref ? ref.path : '';

describe('import dialog', () => {
  test('one bad file does not stop the others', async () => {
    const client = new FakeClient({
      'import.inspect': ({ files }) => {
        const path = pathOf(files[0]);
        if (path === 'bad') throw new AppError('bad-file', 'bad stops after 3 bytes.');
        return [inspection(path)];
      },
    });
    const store = storeOn(client);
    await store.getState().add([file('bad'), file('good')]);
    expect(
      store.getState().entries.map(({ name, failure, inspection: read }) => [name, failure ?? read?.status]),
    ).toEqual([
      ['bad', 'bad stops after 3 bytes.'],
      ['good', 'ready'],
    ]);
  });

  test('a folder becomes its files, and a file that is already listed is not listed twice', async () => {
    const client = new FakeClient({
      'import.inspect': ({ files }) =>
        pathOf(files[0]) === 'folder' ? [inspection('a'), inspection('b')] : [inspection('a')],
      'import.discard': () => ({ discarded: 1 }),
    });
    const store = storeOn(client);
    await store.getState().add([file('folder'), file('a')]);
    expect(store.getState().entries.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test('corrections add up, and the preview of the newest one is shown', async () => {
    const first = deferred<FileInspection>();
    const answers = [first.promise, Promise.resolve(inspection('a', { rows: 2 }))];
    const client = new FakeClient({
      'import.inspect': () => [inspection('a')],
      'import.preview': () => answers.shift() ?? inspection('a'),
    });
    const store = storeOn(client);
    await store.getState().add([file('a')]);
    const key = store.getState().entries[0]?.key ?? '';
    const earlier = store.getState().correct(key, { timeZone: 'UTC', map: { x: 'open' } });
    expect(store.getState().entries.map(isReady)).toEqual([false]);
    await store.getState().correct(key, { stamp: 'close', map: { y: 'close' } });
    first.resolve(inspection('a', { rows: 1 }));
    await earlier;
    expect(client.argsOf('import.preview')[1]).toEqual({
      fileId: 'id-a',
      options: { timeZone: 'UTC', stamp: 'close', map: { x: 'open', y: 'close' } },
    });
    expect([store.getState().entries[0]?.inspection?.rows, store.getState().entries.map(isReady)]).toEqual([2, [true]]);
  });

  test('only ready files are imported, with their corrections; the rest is given up', async () => {
    const client = new FakeClient({
      'import.inspect': ({ files }) => [
        inspection(pathOf(files[0]), pathOf(files[0]) === 'q' ? { status: 'question' } : {}),
      ],
      'import.preview': () => inspection('a'),
      'import.commit': () => ({ jobId: 'j' }),
      'import.discard': () => ({ discarded: 1 }),
    });
    const store = storeOn(client);
    await store.getState().add([file('a'), file('q')]);
    await store.getState().correct(store.getState().entries[0]?.key ?? '', { source: 'mine' });
    store.getState().setRemember(false);
    await store.getState().commit();
    expect(client.argsOf('import.commit')).toEqual([
      { files: [{ fileId: 'id-a', options: { source: 'mine' } }], remember: false },
    ]);
    expect(client.argsOf('import.discard')).toEqual([{ fileIds: ['id-q'] }]);
    expect([store.getState().isOpen, store.getState().entries]).toEqual([false, []]);
  });

  test('an import that cannot start stays open with the reason', async () => {
    const client = new FakeClient({
      'import.inspect': () => [inspection('a')],
      'import.commit': () => {
        throw new AppError('store-read-only', 'Another Tapedeck has the store open.');
      },
    });
    const store = storeOn(client);
    await store.getState().add([file('a')]);
    await store.getState().commit();
    expect([store.getState().isOpen, store.getState().failure, store.getState().entries.length]).toEqual([
      true,
      'Another Tapedeck has the store open.',
      1,
    ]);
  });

  test('a file read after the dialog was closed is given up', async () => {
    const late = deferred<readonly FileInspection[]>();
    const client = new FakeClient({ 'import.inspect': () => late.promise, 'import.discard': () => ({ discarded: 1 }) });
    const store = storeOn(client);
    const adding = store.getState().add([file('a')]);
    store.getState().cancel();
    late.resolve([inspection('a')]);
    await adding;
    expect([client.argsOf('import.discard'), store.getState().entries]).toEqual([[{ fileIds: ['id-a'] }], []]);
  });
});

describe('guesses', () => {
  const field = (of: FileInspection, label: string) => guessFields(of).find((candidate) => candidate.label === label);

  test('a question stands at its field with the answers that are likely, evidence at the others', () => {
    const problem = { option: 'calendar', message: 'No calendar covers 09:15.', suggestions: ['24x7'] } as const;
    const asked = inspection('a', { problems: [problem] });
    expect([remarkOn(asked, 'calendar'), remarkOn(asked, 'interval')]).toEqual([
      { text: 'No calendar covers 09:15.', tone: 'asked', suggestions: ['24x7'] },
      { text: '60 s in most steps', tone: 'plain', suggestions: [] },
    ]);
  });

  test('another time column takes the place of the first', () => {
    expect(field(inspection('a'), 'Time')?.toOptions('stamp2')).toEqual({
      map: { datetime: 'ignore', stamp2: 'time' },
    });
  });

  test('the stamp of a bar cannot be set for quotes, whose sampling can', () => {
    const quotes = inspection('a', { guess: { kind: 'quotes', symbols: ['SPY'], sampled: '1s' } });
    expect([field(quotes, 'Stamp')?.isFixed, field(quotes, 'Sampled')?.value, field(quotes, 'Interval')]).toEqual([
      true,
      '1s',
      undefined,
    ]);
  });

  test('the order of day and month is asked for only where it is open, and can be changed after', () => {
    const open = inspection('a', { problems: [{ option: 'dateOrder', message: 'Say which comes first.' }] });
    expect(field(inspection('a'), 'Date order')).toBeUndefined();
    expect(field(open, 'Date order')?.toOptions('mdy')).toEqual({ dateOrder: 'mdy' });
    expect(guessFields(inspection('a'), 'mdy').find(({ label }) => label === 'Date order')?.value).toBe('mdy');
  });

  test('the list says what a file is in one line', () => {
    expect(summaryOf(inspection('a', { status: 'unchanged' }))).toBe('bars 1m: AAPL; 2,303 rows, already stored');
  });
});
