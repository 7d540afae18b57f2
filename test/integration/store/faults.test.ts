import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { openStore } from '../../../electron/store/store.ts';
import { commitStory, STORY_STEPS } from '../../support/commit-story.ts';
import { FaultyFs, FAULTS, type Fault } from '../../support/faulty-fs.ts';
import { hiveContent, rowsBySeries } from '../../support/hive-content.ts';
import { bundleChild, runChild } from '../../support/run-child.ts';
import { contentOf } from '../../support/store-content.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** Content after each commit of the story; index 0 is the empty store. */
const states: Record<string, unknown>[] = [];
let calls = 0;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tapedeck-test-'));
  const healthy = new FaultyFs(0, 'EIO');
  const counted = await openStore({ dataDir: join(folder, 'counted'), mode: 'write', fs: healthy.port });
  await commitStory(counted, () => undefined);
  await counted.close();
  calls = healthy.calls;
  const store = await openStore({ dataDir: join(folder, 'data'), mode: 'write' });
  states.push(await contentOf(store.reader));
  await commitStory(store, async () => states.push(await contentOf(store.reader)));
  await store.close();
  return () => rm(folder, { recursive: true, force: true });
});

/** Opens the folder as the next start would and checks that it is whole: one of the two states around the fault, the folder
 * exactly what the manifest says, every hash right; then tells the rest of the story and comes to its end. */
async function expectRecovers(dataDir: string, acknowledged: number, what: string): Promise<void> {
  const store = await openStore({ dataDir, mode: 'write' });
  try {
    const found = await contentOf(store.reader);
    const step = states.findIndex((state) => JSON.stringify(state) === JSON.stringify(found));
    expect([acknowledged, acknowledged + 1], `${what}: ${acknowledged} commits were acknowledged`).toContain(step);
    expect(await hiveContent(dataDir), what).toEqual(rowsBySeries(found));
    expect((await store.verify()).damaged, what).toEqual([]);
    await commitStory(store, () => undefined, step);
    expect(await contentOf(store.reader), what).toEqual(states[STORY_STEPS]);
  } finally {
    await store.close();
  }
}

async function runWithFault(failAt: number, fault: Fault): Promise<void> {
  const what = `call ${failAt} of ${calls} with ${fault}`;
  const dataDir = join(await tempDir(), 'data');
  const faulty = new FaultyFs(failAt, fault);
  let acknowledged = 0;
  try {
    const store = await openStore({ dataDir, mode: 'write', fs: faulty.port });
    try {
      await commitStory(store, () => acknowledged++);
    } finally {
      await store.close().catch(() => undefined);
    }
  } catch (error) {
    expect(error, what).toMatchObject({ name: 'AppError' });
    if (fault === 'ENOSPC') expect(error, what).toMatchObject({ code: 'disk-full' });
  }
  if (fault === 'power-cut') await faulty.loseUnsynced();
  await expectRecovers(dataDir, acknowledged, what);
}

// Every call in turn would take minutes; the gauntlet does (R2). Here each fault meets every twentieth call, at another offset each.
test.each(FAULTS.map((fault, offset) => ({ fault, offset })))(
  'after $fault in the midst of an import the store is the old one or the new one, and the import can be repeated',
  async ({ fault, offset }) => {
    for (let failAt = 1 + offset * 4; failAt <= calls; failAt += 20) await runWithFault(failAt, fault);
  },
  120_000,
);

test('a process killed in the midst of any call loses no acknowledged row and stores no part of a commit', async () => {
  const child = await bundleChild('commit-child');
  const points = Array.from({ length: 6 }, (_, i) => Math.round(((i + 0.5) * calls) / 6) + (i % 3));
  for (const killAt of points) {
    const dataDir = join(await tempDir(), 'data');
    const end = await runChild(child, dataDir, String(killAt));
    expect(end, end.errors).toMatchObject({ signal: 'SIGKILL' });
    await expectRecovers(dataDir, end.lines.length, `killed at call ${killAt}`);
  }
}, 120_000);
