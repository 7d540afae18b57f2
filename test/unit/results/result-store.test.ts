import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';

import { encodeResult, type ResultDocument } from '../../../electron/results/result-document.ts';
import { ResultStore } from '../../../electron/results/result-store.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { resultDocument } from '../../support/result-document.ts';

const toStore = (document: ResultDocument) => ({
  document,
  ...encodeResult(document),
  manifest: { format: 'tapedeck-run' },
});

describe('stored results', () => {
  it('come back byte for byte, newest first, until they are deleted', async () => {
    let now = 1_700_000_000_000;
    const store = new ResultStore({ folder: join(await tempDir(), 'results'), isReadOnly: false, now: () => now });
    expect(await store.list()).toEqual([]);
    const first = await store.add(toStore(resultDocument({ name: 'first' })));
    now += 1_000;
    const second = await store.add(toStore(resultDocument({ name: 'second' })));
    expect((await store.list()).map(({ name, createdAt }) => [name, createdAt])).toEqual([
      ['second', 1_700_000_001_000_000],
      ['first', 1_700_000_000_000_000],
    ]);
    expect(await store.text(first.id)).toBe(encodeResult(resultDocument({ name: 'first' })).text);
    expect(await store.delete([first.id, first.id])).toBe(1);
    expect(await store.delete([first.id])).toBe(0);
    expect(await store.list()).toEqual([second]);
  });

  it('that a crash left half written are not listed, and gone with the next write', async () => {
    const folder = join(await tempDir(), 'results');
    const store = new ResultStore({ folder, isReadOnly: false });
    const half = '.passing-20240101T000000-0123abcd';
    await mkdir(join(folder, half), { recursive: true });
    await writeFile(join(folder, half, 'report.json'), '{');
    expect(await store.list()).toEqual([]);
    const { id } = await store.add(toStore(resultDocument({})));
    expect(await readdir(folder)).toEqual([id]);
  });

  it('may be stored while another one is', async () => {
    const folder = join(await tempDir(), 'results');
    const store = new ResultStore({ folder, isReadOnly: false });
    const large = store.add({ ...toStore(resultDocument({ name: 'large' })), text: ' '.repeat(30_000_000) });
    await vi.waitFor(async () => expect(await readdir(folder)).toHaveLength(1), { interval: 1 });
    const small = store.add(toStore(resultDocument({ name: 'small' })));
    await Promise.all([large, small]);
    expect((await store.list()).map(({ name }) => name).toSorted()).toEqual(['large', 'small']);
  });

  it('leave folders alone that are none of theirs, and ids that are no ids', async () => {
    const folder = join(await tempDir(), 'results');
    const store = new ResultStore({ folder, isReadOnly: false });
    await mkdir(join(folder, 'notes'), { recursive: true });
    expect(await store.list()).toEqual([]);
    for (const id of ['notes', '..', '../results', '20240101T000000-0123abcd/..', ''])
      await expect(store.delete([id]), id).rejects.toMatchObject({ code: 'not-found' });
    expect(await readdir(folder)).toEqual(['notes']);
  });

  it('of a folder that another program writes are read only', async () => {
    const store = new ResultStore({ folder: join(await tempDir(), 'results'), isReadOnly: true });
    await expect(store.add(toStore(resultDocument({})))).rejects.toMatchObject({ code: 'store-read-only' });
    await expect(store.delete([])).rejects.toMatchObject({ code: 'store-read-only' });
    expect(await store.list()).toEqual([]);
  });
});
