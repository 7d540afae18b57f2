import type { MessagePort } from 'node:worker_threads';
import { join } from 'node:path';

import { AppError, toErrorShape } from '../../shared/lang/app-error.ts';
import type {
  BackendToUpkeep,
  UpkeepRequest,
  UpkeepResults,
  UpkeepToBackend,
} from '../../shared/session/upkeep-messages.ts';
import { storeLayout } from '../store/layout.ts';
import { openReader, type StoreReader } from '../store/reader.ts';
import { disagreementRemarks } from './disagreement-remarks.ts';
import { calendarFinder } from './find-calendar.ts';
import { planRun } from './plan-run.ts';
import { QualityService } from './quality-service.ts';
import { UpkeepRun } from './upkeep-run.ts';

/** What all questions but those about a run rest on. */
interface Shared {
  readonly reader: StoreReader;
  readonly quality: QualityService;
}

/** What the upkeep thread does: serves the runs' blocks, and answers plans and quality as of the newest manifest. Bad input never ends it. */
export class UpkeepService {
  readonly #dataDir: string;
  readonly #post: (message: UpkeepToBackend) => void;
  readonly #runs = new Map<number, UpkeepRun>();
  readonly #pending = new Set<Promise<void>>();
  #shared: Promise<Shared> | undefined;
  /** Questions that read from the shared reader. */
  readonly #asking = new Set<Promise<unknown>>();
  /** The last move of the shared reader to what was stored: it waits for the questions before it, and those after it wait for it. */
  #moved: Promise<void> = Promise.resolve();
  #providers = 0;
  #isClosed = false;

  constructor(dataDir: string, post: (message: UpkeepToBackend) => void) {
    this.#dataDir = dataDir;
    this.#post = post;
  }

  received(message: BackendToUpkeep): void {
    if (this.#isClosed) return;
    switch (message.type) {
      case 'open':
        this.#runs.set(
          message.run,
          new UpkeepRun(message.run, message.plan, message.port as MessagePort, this.#dataDir, (missing) => {
            if (this.#providers > 0) this.#post({ type: 'missing', run: message.run, missing });
            else this.#runs.get(message.run)?.provided(missing.key, new Float64Array());
          }),
        );
        return;
      case 'close':
        this.#track(this.#closeRun(message.run));
        return;
      case 'request':
        this.#track(this.#reply(message.id, message.request));
        return;
      case 'store-changed':
        this.#moved = this.#refresh(this.#moved, [...this.#asking]);
        this.#track(this.#moved);
        return;
      case 'provided':
        this.#runs.get(message.run)?.provided(message.key, message.times);
        return;
      case 'providers':
        this.#providers = message.count;
        return;
      case 'calendars-changed':
        this.#moved = this.#forgetCalendars(this.#moved, [...this.#asking]);
        this.#track(this.#moved);
        return;
      case 'shutdown':
        return;
    }
  }

  /** Interrupts, waits, closes. Afterwards nothing runs in DuckDB, and the thread may end. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#runs.keys()].map((run) => this.#closeRun(run)));
    const shared = await this.#shared?.catch(() => undefined);
    await shared?.reader.close();
    await Promise.all(this.#pending);
  }

  async #reply(id: number, request: UpkeepRequest): Promise<void> {
    try {
      this.#post({ type: 'answer', id, result: await this.#answer(request) });
    } catch (error) {
      this.#post({ type: 'refused', id, error: toErrorShape(error) });
    }
  }

  async #answer(request: UpkeepRequest): Promise<UpkeepResults[UpkeepRequest['type']]> {
    if (request.type === 'strips') {
      const run = this.#runs.get(request.run);
      if (run === undefined) throw new AppError('not-found', `Run ${request.run} is not open.`);
      return run.strips().catch((error: unknown) => {
        if (this.#runs.get(request.run) === run) throw error;
        throw new AppError('cancelled', 'The session was closed.', { cause: error });
      });
    }
    const answer = this.#moved.then(() => this.#read(request));
    this.#asking.add(answer);
    try {
      return await answer;
    } finally {
      this.#asking.delete(answer);
    }
  }

  async #read(request: Exclude<UpkeepRequest, { type: 'strips' }>): Promise<UpkeepResults[UpkeepRequest['type']]> {
    const { reader, quality } = await this.#open();
    switch (request.type) {
      case 'plan': {
        const plan = await planRun(request.config, reader, calendarFinder(this.#dataDir));
        return { ...plan, remarks: [...plan.remarks, ...(await disagreementRemarks(plan, quality))] };
      }
      case 'summaries':
        return quality.summaries();
      case 'days':
        return quality.days(request);
      case 'session':
        return quality.session(request.seriesId, request.date);
      case 'minute':
        return quality.minute(request.seriesId, request.minute);
    }
  }

  #open(): Promise<Shared> {
    this.#shared ??= openReader({ dataDir: this.#dataDir }).then((reader) => this.#sharing(reader));
    this.#shared.catch(() => (this.#shared = undefined));
    return this.#shared;
  }

  async #refresh(before: Promise<void>, asking: readonly Promise<unknown>[]): Promise<void> {
    await Promise.allSettled([before, ...asking]);
    const shared = await this.#shared?.catch(() => undefined);
    // What cannot be read now is asked for again with the next question.
    await shared?.reader.refresh().catch(() => undefined);
  }

  async #forgetCalendars(before: Promise<void>, asking: readonly Promise<unknown>[]): Promise<void> {
    await Promise.allSettled([before, ...asking]);
    const shared = await this.#shared?.catch(() => undefined);
    if (shared !== undefined) this.#shared = Promise.resolve(this.#sharing(shared.reader));
  }

  #sharing(reader: StoreReader): Shared {
    const cacheDir = join(storeLayout(this.#dataDir).cache, 'quality');
    const findCalendar = calendarFinder(this.#dataDir);
    return { reader, quality: new QualityService({ reader, findCalendar, cacheDir }) };
  }

  async #closeRun(number: number): Promise<void> {
    const run = this.#runs.get(number);
    this.#runs.delete(number);
    await run?.close();
  }

  #track(work: Promise<void>): void {
    const tracked = work.catch(() => undefined).then(() => void this.#pending.delete(tracked));
    this.#pending.add(tracked);
  }
}
