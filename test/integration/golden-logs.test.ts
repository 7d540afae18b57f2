import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { EventLogHash } from '../../electron/coordinator/event-log-hash.ts';
import { Engine } from '../../electron/engine/engine.ts';
import { Random } from '../../electron/store/sample/random.ts';
import { BlockLoader } from '../../electron/upkeep/load-block.ts';
import { planRun } from '../../electron/upkeep/plan-run.ts';
import { calendarById } from '../../shared/market/calendar/calendars.ts';
import type { SessionBlock } from '../../shared/session/block.ts';
import type { RunFingerprint } from '../../shared/session/coordinator-messages.ts';
import { parseSessionConfig } from '../../shared/session/parse-config.ts';
import type { RunPlan } from '../../shared/session/plan.ts';
import { CoordinatorRig } from '../support/coordinator-rig.ts';
import { GOLDEN_RUNS } from '../support/golden-runs.ts';
import { importRig } from '../support/importers.ts';
import { ReplayThreads } from '../support/replay-threads.ts';
import { testData } from '../support/test-data.ts';

interface Loaded {
  readonly plan: RunPlan;
  readonly blocks: readonly SessionBlock[];
}

function inProcess({ plan, blocks }: Loaded): RunFingerprint {
  const log = new EventLogHash();
  const engine = new Engine({ plan, blockOf: (index) => blocks[index], log });
  engine.stepUntil({ time: Number.POSITIVE_INFINITY });
  engine.flushLog();
  const { bars, quotes, trades, events, sessions, timerExpired } = engine.totals;
  return { eventLogSha256: log.digest(), bars, quotes, trades, events, sessions, timerExpired, clock: engine.clock };
}

/** A coordinator whose upkeep takes up to two seconds for a session, interrupted on the way by a pause, a seek and a step back. */
async function jittered(loaded: Loaded, seed: number): Promise<RunFingerprint> {
  const random = new Random(seed, 'jitter');
  const rig = new CoordinatorRig(loaded, { loadMs: () => random.below(2_000), costMs: 0.01 });
  await rig.open({ speed: 10_000 });
  await rig.play();
  await rig.clock.pass(3_000);
  await rig.pause();
  const { sessions } = loaded.plan;
  await rig.seek(sessions[random.below(sessions.length)]!.open + random.below(3_600) * 1e6);
  await rig.step('1m', -1);
  await rig.speed('max');
  await rig.play();
  for (let turn = 0; turn < 200 && rig.state.status !== 'ended'; turn++) await rig.clock.pass(500);
  return rig.request<'fingerprint'>({ type: 'fingerprint' });
}

async function inThreads(dataDir: string, plan: RunPlan): Promise<RunFingerprint> {
  const threads = new ReplayThreads(dataDir);
  try {
    await threads.open(plan);
    await threads.command({ type: 'speed', speed: 'max' });
    const ended = threads.frame(({ state }) => state.status === 'ended');
    await threads.command({ type: 'play' });
    await ended;
    return await threads.ask<'fingerprint'>({ type: 'fingerprint' });
  } finally {
    await threads.close();
  }
}

const data = testData();

describe.skipIf(data === undefined)(
  'sessions on recorded data (TAPEDECK_TEST_DATA) have the event log they always had',
  () => {
    it.each(GOLDEN_RUNS)(
      '$name: in this process, with upkeep that jitters, and in the threads of the backend',
      async (run) => {
        const { store, importer } = await importRig();
        const { files } = await importer.importPaths(
          run.files.map((file) => join(data!, file)),
          {},
        );
        expect(files.map(({ status }) => status)).toEqual(run.files.map(() => 'imported'));
        const parsed = parseSessionConfig({ session_name: 'golden', mode: 'backtest', ...run.config });
        if (!parsed.valid) throw new Error(JSON.stringify(parsed.problems));
        const plan = await planRun(parsed.config, store.reader, calendarById);
        const loader = new BlockLoader(plan, store.reader);
        const blocks: SessionBlock[] = [];
        for (const { index } of plan.sessions) blocks.push(await loader.load(index));

        const straight = inProcess({ plan, blocks });
        const { eventLogSha256, events, sessions, timerExpired } = run;
        expect(straight).toMatchObject({ eventLogSha256, events, sessions, timerExpired });
        expect(await jittered({ plan, blocks }, 7)).toEqual(straight);
        expect(await inThreads(store.dataDir, plan)).toEqual(straight);
        if (run.name.includes('damaged')) {
          const filled = blocks
            .flatMap(({ streams }) => streams)
            .flatMap((one) => (one.kind === 'bars' ? (one.fills ?? []) : []));
          expect(filled.length).toBeGreaterThan(0);
        }
      },
      60_000,
    );
  },
);
