import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { ONE_MINUTE } from '../../../shared/market/interval.ts';
import { importRig, sessionCsv } from '../../support/importers.ts';

const JUNE = ['2014-06-02', '2014-06-03', '2014-06-04'];

describe('importing files into a store', () => {
  it('stores a file once, however often it is imported', async () => {
    const { importer, store, write } = await importRig();
    const path = await write('spy.csv', sessionCsv(JUNE));
    const first = await importer.importPaths([path], {});
    expect(first.files).toMatchObject([
      {
        path,
        status: 'imported',
        kind: 'bars',
        symbols: ['SPY'],
        interval: '1m',
        rowsRead: 1_170,
        rowsStored: 1_170,
        duplicates: 0,
        rejected: 0,
      },
    ]);
    const second = await importer.importPaths([path], {});
    expect(second).toMatchObject({ rowsStored: 0, files: [{ status: 'unchanged', rowsStored: 0 }] });
    expect(await store.catalogue()).toMatchObject([
      { kind: 'bars', symbol: 'SPY', interval: '1m', calendar: 'us-equities', rows: 1_170 },
    ]);
  });

  it('lets the later file of a list correct the earlier one, and reports files in the order they were named', async () => {
    const { importer, write } = await importRig();
    const csv = sessionCsv(JUNE);
    const old = await write('b-old.csv', csv);
    const corrected = await write(
      'a-new.csv',
      csv.replace('100.00,100.05,99.95,100.00,100\n', '100.00,100.05,99.95,100.01,100\n'),
    );
    const { files } = await importer.importPaths([old, corrected], {});
    expect(files.map(({ path }) => path)).toEqual([old, corrected]);
    expect(files[1]).toMatchObject({ status: 'imported', rowsStored: 1, replaced: 1, duplicates: 1_169 });
  });

  it('refuses a file without holding up the others, and names the option that settles it', async () => {
    const { importer, write } = await importRig();
    const good = await write('spy.csv', sessionCsv(JUNE));
    const naive = await write(
      'naive.csv',
      'time,open,high,low,close,volume\n2014-06-02 00:00,1,2,1,2,5\n2014-06-02 00:01,1,2,1,2,5\n',
    );
    const broken = await write('broken.parquet', 'PAR1 is how it begins, and then nothing');
    const { files } = await importer.importPaths([naive, broken, good], { symbol: 'BTCUSDT' });
    expect(files).toMatchObject([
      { path: naive, status: 'refused', option: '--time-zone', rowsStored: 0 },
      { path: broken, status: 'refused', rowsStored: 0 },
      { path: good, status: 'imported', rowsStored: 1_170 },
    ]);
    expect(files[1]?.option).toBeUndefined();
  });

  it('walks folders in order of name and leaves hidden files and links out', async () => {
    const { importer, folder, write } = await importRig();
    const { mkdir, symlink } = await import('node:fs/promises');
    await mkdir(join(folder, 'in/b'), { recursive: true });
    await mkdir(join(folder, 'in/a'));
    const b = await write('in/b/one.csv', sessionCsv(['2014-06-02'], 60));
    const a = await write('in/a/two.csv', sessionCsv(['2014-06-03'], 60));
    await write('in/.hidden.csv', 'nothing');
    await symlink(a, join(folder, 'in/link.csv'));
    const { files } = await importer.importPaths([join(folder, 'in')], {});
    expect(files.map(({ path, status }) => [path, status])).toEqual([
      [a, 'imported'],
      [b, 'imported'],
    ]);
  });

  it('leaves nothing in the staging folder', async () => {
    const { importer, store, write } = await importRig();
    await importer.importPaths([await write('spy.csv', sessionCsv(JUNE)), await write('bad.csv', 'a,b\n1,2\n')], {});
    expect(await readdir(await store.staging())).toEqual([]);
  });

  it('stops when it is cancelled and stores nothing of the file under way', async () => {
    const { importer, store, write } = await importRig();
    const path = await write('spy.csv', sessionCsv(JUNE));
    const abort = new AbortController();
    abort.abort();
    await expect(importer.importPaths([path], {}, abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
    expect(await store.catalogue()).toEqual([]);
    expect(await importer.importPaths([path], {})).toMatchObject({ rowsStored: 1_170 });
  });

  it('inspects from the command line without making a data folder', async () => {
    const { importer, folder, write } = await importRig();
    const [found] = await importer.inspectPaths([await write('spy.csv', sessionCsv(JUNE))], {});
    expect(found).toMatchObject({
      status: 'ready',
      rows: 1_170,
      guess: { kind: 'bars', symbols: ['SPY'], interval: '1m', stamp: 'open', calendar: 'us-equities' },
    });
    expect(await readdir(folder)).toEqual(['spy.csv']);
  });
});

describe('the import dialog', () => {
  it('previews a file anew for each correction and stores what was last chosen', async () => {
    const { importer, store, write } = await importRig();
    const path = await write('naive.csv', sessionCsv(JUNE, 390, { zoned: false }));
    const [found] = await importer.inspect([{ path }]);
    expect(found).toMatchObject({
      status: 'ready',
      guess: { timeZone: 'America/New_York' },
      firstSession: { date: '2014-06-02', before: 0, inside: 390, after: 0 },
    });
    expect(found?.preview[0]).toEqual({
      time: '2014-06-02T13:30:00Z',
      local: '2014-06-02 09:30:00',
      symbol: 'SPY',
      values: { open: '100.00', high: '100.05', low: '99.95', close: '100.00', volume: '100' },
    });
    const options = { timeZone: 'UTC', source: 'desk' };
    const corrected = await importer.preview(found?.fileId ?? '', options);
    expect(corrected.preview[0]).toMatchObject({ time: '2014-06-02T09:30:00Z' });
    const summary = await importer.commit([{ fileId: found?.fileId ?? '', options }], false);
    expect(summary).toMatchObject({ rowsStored: 1_170, files: [{ path, status: 'imported' }] });
    expect(await store.catalogue()).toMatchObject([
      { source: 'desk', from: Date.parse('2014-06-02T09:30:00Z') * 1_000 },
    ]);
    await expect(importer.preview(found?.fileId ?? '', {})).rejects.toMatchObject({ code: 'not-found' });
  });

  it('shows the rows as they are written while the symbol is not known, and as they will be stored once it is', async () => {
    const { importer, write } = await importRig();
    const rows = [0, 1, 2].map((minute) => `2014-06-02T13:3${minute}:00Z,10.5,10.75,10.25,10.5,7,${'n'.repeat(90)}\n`);
    const path = await write('prices.csv', `time,open,high,low,close,volume,note\n${rows.join('')}`);
    const [asked] = await importer.inspect([{ path }]);
    expect(asked).toMatchObject({ status: 'question', problems: [{ option: 'symbol' }], preview: [] });
    expect(asked?.written).toHaveLength(3);
    expect(asked?.written?.[1]?.slice(0, 6)).toEqual(['2014-06-02T13:31:00Z', '10.5', '10.75', '10.25', '10.5', '7']);
    expect(asked?.written?.[1]?.[6]).toHaveLength(48);
    const answered = await importer.preview(asked?.fileId ?? '', { symbol: 'SPY', interval: ONE_MINUTE });
    expect(answered.preview[1]).toMatchObject({ time: '2014-06-02T13:31:00Z', symbol: 'SPY' });
    expect(answered.written).toBeUndefined();
  });

  it('remembers a correction for the next file of the same shape, and says so', async () => {
    const { importer, write } = await importRig();
    const answer = { timeZone: 'UTC' };
    const [first] = await importer.inspect([{ path: await write('one.csv', sessionCsv(JUNE, 390, { zoned: false })) }]);
    await importer.commit([{ fileId: first?.fileId ?? '', options: answer }], true);
    const [second] = await importer.inspect([
      { path: await write('two.csv', sessionCsv(['2014-06-05', '2014-06-06'], 390, { zoned: false })) },
    ]);
    expect(second?.guess.timeZone).toBe('UTC');
    expect(second?.evidence).toContainEqual({
      about: 'timeZone',
      text: 'As for an earlier file of this shape.',
      certain: true,
    });
  });

  it('says of a file that is stored already that it is unchanged', async () => {
    const { importer, write } = await importRig();
    const path = await write('spy.csv', sessionCsv(JUNE));
    await importer.importPaths([path], {});
    expect(await importer.inspect([{ path }])).toMatchObject([{ status: 'unchanged' }]);
  });

  it('forgets discarded files', async () => {
    const { importer, store, write } = await importRig();
    const [found] = await importer.inspect([{ path: await write('spy.csv', sessionCsv(JUNE)) }]);
    expect(await importer.discard([found?.fileId ?? '', 'unknown'])).toBe(1);
    expect(await readdir(await store.staging())).toEqual([]);
  });
});

describe('an import child that fails', () => {
  it('is killed when it passes its deadline or dies, and the next file is read by another', async () => {
    const { forkChild } = await import('../../../electron/store/import/import-process.ts');
    const { ImportProcess } = await import('../../../electron/store/import/import-process.ts');
    const { fileURLToPath } = await import('node:url');
    const child = fileURLToPath(new URL('../../support/stuck-child.mjs', import.meta.url));
    const hanging = new ImportProcess(forkChild(child));
    await expect(hanging.ask<'close'>({ type: 'close' }, 200)).rejects.toMatchObject({ code: 'timeout' });
    expect(hanging.isAlive).toBe(false);
    const dying = new ImportProcess(forkChild(child));
    await expect(dying.ask<'inspect'>({ type: 'inspect', options: {} }, 5_000)).rejects.toMatchObject({
      code: 'bad-file',
    });
    expect(dying.isAlive).toBe(false);
  });
});
