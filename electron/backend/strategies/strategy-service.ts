import { mkdir } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';

import { AppError } from '../../../shared/lang/app-error.ts';
import type { ConfigProblem, SessionConfig } from '../../../shared/session/config.ts';
import type { StrategyInfo } from '../../../shared/trading/strategy.ts';
import type { EventBus } from '../event-bus.ts';
import type { SettingsStore } from '../settings-store.ts';
import { builtInStrategies } from './built-in-info.ts';
import { fileInfo } from './describe-file.ts';
import { FileWatch } from './file-watch.ts';
import { type ProbeAnswer, probeStrategy } from './probe-strategy.ts';
import { readModules, type StrategyFiles } from './read-modules.ts';
import { type ResolvedStrategy, resolveStrategy, strategyProblems, type StrategyPlaces } from './resolve-strategy.ts';
import { strategyFilesIn, writeTemplate } from './strategy-files.ts';

export interface StrategyServiceParts {
  readonly dataDir: string;
  readonly programs: URL;
  readonly isReadOnly: boolean;
  readonly settings: SettingsStore;
  readonly events: EventBus;
}

const MAX_ELSEWHERE = 64;

/** The strategies that can be chosen: built in, those of the data folder's `strategies`, and files from elsewhere that a person opened.
 * A file from elsewhere is not evaluated before the person agreed to run it: strategies run with the user's rights. */
export class StrategyService {
  readonly #parts: StrategyServiceParts;
  readonly #folder: string;
  readonly #watch: FileWatch;
  /** What files declare, by path and content. */
  readonly #probed = new Map<string, Promise<ProbeAnswer>>();
  #told = '';

  constructor(parts: StrategyServiceParts) {
    this.#parts = parts;
    this.#folder = join(parts.dataDir, 'strategies');
    this.#watch = new FileWatch(() => void this.#tellChanges());
  }

  async list(): Promise<readonly StrategyInfo[]> {
    const own = await strategyFilesIn(this.#folder);
    const elsewhere = this.#parts.settings.get().strategies.map(({ path }) => path);
    const files = await Promise.all([...new Set([...own, ...elsewhere])].map((path) => readModules(path)));
    this.#follow(files);
    const infos = [...builtInStrategies(), ...(await Promise.all(files.map((it) => this.#describe(it))))];
    this.#told = JSON.stringify(infos);
    return infos;
  }

  async create(name: string): Promise<StrategyInfo> {
    if (this.#parts.isReadOnly)
      throw new AppError(
        'store-read-only',
        `${this.#parts.dataDir} is open elsewhere: no strategy can be written there.`,
      );
    await mkdir(this.#folder, { recursive: true });
    const path = await writeTemplate(this.#folder, name, this.#parts.programs);
    return this.#added(path);
  }

  /** Adds a file from elsewhere to the list. Throws `not-found` where it cannot be read. */
  async open(given: string): Promise<StrategyInfo> {
    const path = this.#absolute(given);
    const { sha256, problems } = await readModules(path);
    if (sha256 === undefined) {
      const reason = problems[0]?.message ?? 'It cannot be read.';
      throw new AppError('not-found', `${path} cannot be opened as a strategy. ${reason}`, { details: { path } });
    }
    if (!this.#isOwn(path)) this.#keep(path, this.#entryOf(path)?.trusted);
    return this.#added(path);
  }

  /** Throws `not-allowed` where the file is not the one that was shown. */
  async trust(given: string, shown: string): Promise<StrategyInfo> {
    const path = this.#absolute(given);
    const { sha256 } = await readModules(path);
    if (sha256 !== shown) {
      throw new AppError('not-allowed', `${path} was changed since it was shown. Look at it again, then trust it.`, {
        details: { path, sha256 },
      });
    }
    if (!this.#isOwn(path)) this.#keep(path, shown);
    return this.#added(path);
  }

  async forget(given: string): Promise<{ readonly forgotten: boolean }> {
    const path = this.#absolute(given);
    const { settings } = this.#parts;
    const before = settings.get().strategies;
    const strategies = before.filter((entry) => entry.path !== path);
    settings.keepStrategies(strategies);
    await this.#tellChanges();
    return { forgotten: strategies.length < before.length };
  }

  /** The strategy of a configuration, ready to be run. Throws `not-allowed`, with path and hash, for a file that is not trusted. */
  resolve(config: SessionConfig): Promise<ResolvedStrategy | undefined> {
    return resolveStrategy(config, this.#places());
  }

  problems(config: SessionConfig): Promise<readonly ConfigProblem[]> {
    return strategyProblems(config, this.#places());
  }

  /** Content hash of a file as it is now; `undefined` where it cannot be read. */
  async hashOf(path: string): Promise<string | undefined> {
    return (await readModules(path)).sha256;
  }

  close(): void {
    this.#watch.close();
  }

  async #added(path: string): Promise<StrategyInfo> {
    const info = await this.#describe(await readModules(path));
    await this.#tellChanges();
    return info;
  }

  async #tellChanges(): Promise<void> {
    const before = this.#told;
    const infos = await this.list();
    if (this.#told !== before) this.#parts.events.emit('strategies.changed', infos);
  }

  async #describe(files: StrategyFiles): Promise<StrategyInfo> {
    const isTrusted = this.#isTrusted(files);
    return fileInfo(files, isTrusted, isTrusted && files.problems.length === 0 ? await this.#probe(files) : undefined);
  }

  #probe(files: StrategyFiles): Promise<ProbeAnswer> {
    const key = `${files.entry}\0${files.sha256 ?? ''}`;
    let answer = this.#probed.get(key);
    if (answer === undefined) {
      answer = probeStrategy(files, this.#parts.programs);
      this.#probed.set(key, answer);
    }
    return answer;
  }

  #places(): StrategyPlaces {
    return {
      folders: [this.#folder],
      programs: this.#parts.programs,
      probe: (files) => this.#probe(files),
      allow: (files) => {
        this.#follow([files]);
        if (this.#isTrusted(files)) return;
        const { entry: path, sha256 } = files;
        throw new AppError(
          'not-allowed',
          `${path} comes from elsewhere and would run with your rights: it could read and change all your files. Look at it first, then trust it.`,
          { details: { path, sha256 } },
        );
      },
    };
  }

  /** A file once trusted stays so when it is edited: whoever can write it acts with the user's rights already. */
  #isTrusted({ entry, sha256 }: StrategyFiles): boolean {
    if (this.#isOwn(entry)) return true;
    const { strategies } = this.#parts.settings.get();
    return strategies.some(({ path, trusted }) => trusted !== undefined && (path === entry || trusted === sha256));
  }

  #isOwn(path: string): boolean {
    return dirname(path) === this.#folder;
  }

  #entryOf(path: string): { readonly path: string; readonly trusted?: string | undefined } | undefined {
    return this.#parts.settings.get().strategies.find((entry) => entry.path === path);
  }

  #keep(path: string, trusted: string | undefined): void {
    const others = this.#parts.settings.get().strategies.filter((entry) => entry.path !== path);
    const entry = trusted === undefined ? { path } : { path, trusted };
    this.#parts.settings.keepStrategies([entry, ...others].slice(0, MAX_ELSEWHERE));
  }

  #follow(files: readonly StrategyFiles[]): void {
    this.#watch.add(this.#folder);
    for (const { entry, modules } of files)
      for (const path of [entry, ...modules.map((module) => module.path)]) this.#watch.add(dirname(path));
  }

  #absolute(path: string): string {
    if (isAbsolute(path)) return resolve(path);
    throw new AppError('bad-request', `'${path}' is no absolute path. Give the whole path of the strategy's file.`);
  }
}
